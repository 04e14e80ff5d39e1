#pragma once
// The window's own dialog for opening and saving files. It refuses to know what is done with a chosen file.

#include <optional>
#include <string>
#include <vector>

#include "viewer/panels/folder_list.h"

namespace auglens {

enum class BrowserGoal { open_scan, open_label, open_preset, save_preset, save_volume };

/// What was chosen. Several files only for open_scan: they are the channels of one case.
struct Chosen {
  BrowserGoal goal;
  std::vector<std::string> files;
};

class FileBrowser {
 public:
  /// `name`: the file name that a save starts with.
  void open(BrowserGoal goal, const std::string& name = {});
  void close() { open_ = false; }
  bool is_open() const { return open_; }
  /// Draws the dialog while it is open; gives the files once.
  std::optional<Chosen> draw();

 private:
  void go(const std::string& folder);
  void draw_path();
  void draw_entries();
  void draw_entry(std::size_t place);
  void draw_buttons();
  void press(std::size_t place, bool twice, bool more);
  void choose();
  bool saving() const { return goal_ == BrowserGoal::save_preset || goal_ == BrowserGoal::save_volume; }
  bool fits(const FolderEntry& entry) const;

  BrowserGoal goal_ = BrowserGoal::open_scan;
  bool open_ = false, ask_again_ = false;
  FolderList list_;
  std::vector<std::string> selected_;  // names, in the order of the clicks
  std::string name_, typed_folder_;
  std::optional<Chosen> chosen_;
};

}  // namespace auglens
