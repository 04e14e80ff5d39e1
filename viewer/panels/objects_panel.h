#pragma once
// The table of the objects of what is shown; a row chooses one. It refuses to find objects.

#include "viewer/object_order.h"
#include "viewer/panels/actions.h"

namespace auglens {

struct ObjectsState {
  const SessionState& session;
  std::shared_ptr<const ObjectScene> objects;  ///< null: not known yet
};

/// While the objects of a new recipe are looked for, those before stay on the screen.
class ObjectsPanel {
 public:
  /// `wake` is called from another thread when there is something new to draw.
  explicit ObjectsPanel(std::function<void()> wake) : wake_(wake), order_(std::move(wake)) {}

  /// Precondition: a case is shown.
  void draw(const ObjectsState& state, Actions& actions);
  /// The table was clicked last: keys that scroll move in it, as of the last frame.
  bool has_keys() const { return has_keys_; }

 private:
  void take(const ObjectsState& state);
  float height_of_table(bool window) const;
  void draw_table(const ObjectsState& state, float height, Actions& actions);
  void fit_columns(bool chances);
  void draw_head(float number_width);
  void draw_pager();
  void turn(std::size_t page);
  void draw_rows(const ObjectsState& state, Actions& actions);
  void draw_row(std::size_t object, const LabelTable& labels);
  void step_by_keys(const ObjectsState& state, Actions& actions) const;
  void choose(const ObjectsState& state, std::size_t object, Actions& actions) const;
  std::optional<std::size_t> chosen(const ObjectsState& state) const;

  std::function<void()> wake_;
  CasePointer case_;
  std::shared_ptr<const ObjectScene> objects_;  ///< the last ones that were known
  std::shared_ptr<const Components> counted_;   ///< whose classes are counted
  std::size_t classes_ = 0;
  std::string summary_;
  ObjectOrder order_;
  ObjectOrder::Wish wish_;
  bool all_classes_ = false;          ///< of the window are listed
  std::vector<std::size_t> fitting_;  ///< the columns that the panel has room for
  std::size_t page_ = 0;
  bool has_keys_ = false;
  bool turned_ = false;  ///< the page, by hand
  float below_ = 0;      ///< height of what lies below the table, as of the last frame

  /// What the chosen row was when it was last brought into view.
  struct Followed {
    std::shared_ptr<const Components> found;
    std::optional<std::size_t> object;
    std::uint64_t order = 0;
    friend bool operator==(const Followed&, const Followed&) = default;
  } followed_;
};

}  // namespace auglens
