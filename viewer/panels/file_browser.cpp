#include "viewer/panels/file_browser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "viewer/ui/widget.h"

namespace auglens {
namespace {

namespace fs = std::filesystem;

struct GoalWords {
  std::string_view title, button;
};
constexpr std::array<GoalWords, 5> goal_words = {
    GoalWords{"Open a scan", "Open"}, GoalWords{"Open labels", "Open"}, GoalWords{"Open a preset", "Open"},
    GoalWords{"Save the preset", "Save"}, GoalWords{"Save the augmented volume", "Save"}};

std::string joined(const std::string& folder, const std::string& name) {
  return (fs::path(folder) / name).string();
}

std::string size_text(std::uintmax_t bytes) {
  const double kib = static_cast<double>(bytes) / 1024;
  if (kib < 1024) return ui::number_text(std::ceil(kib), "KB");
  return kib < 1024 * 1024 ? ui::number_text(std::round(kib / 102.4) / 10, "MB")
                           : ui::number_text(std::round(kib / 1024 / 102.4) / 10, "GB");
}

}  // namespace

void FileBrowser::open(BrowserGoal goal, const std::string& name) {
  goal_ = goal;
  open_ = true;
  ask_again_ = false;
  name_ = name;
  chosen_.reset();
  std::error_code ignored;
  go(list_.folder.empty() ? fs::current_path(ignored).string() : list_.folder);
}

void FileBrowser::go(const std::string& folder) {
  list_ = list_folder(folder);
  typed_folder_ = list_.folder;
  selected_.clear();
}

bool FileBrowser::fits(const FolderEntry& entry) const {
  if (entry.kind == FileKind::folder) return true;
  if (goal_ == BrowserGoal::open_preset || goal_ == BrowserGoal::save_preset) return entry.kind == FileKind::preset;
  return entry.kind == FileKind::scan || entry.kind == FileKind::dicom;
}

void FileBrowser::draw_path() {
  if (ui::icon_button(ui::Icon::up, "browser.up", "The folder above"))
    go(fs::path(list_.folder).parent_path().string());
  ImGui::SameLine(0, ui::px(2));
  const char* home = std::getenv("HOME");
  if (ui::icon_button(ui::Icon::folder, "browser.home", "Your home folder", false, home != nullptr)) go(home);
  ImGui::SameLine(0, ui::px(6));
  if (!ui::text_field("browser.path", typed_folder_, "folder or file", ImGui::GetContentRegionAvail().x)) return;
  std::error_code ignored;
  if (fs::is_regular_file(typed_folder_, ignored)) {
    chosen_ = Chosen{goal_, {typed_folder_}};
    return;
  }
  go(typed_folder_);
}

void FileBrowser::press(std::size_t place, bool twice, bool more) {
  const FolderEntry entry = list_.entries[place];
  if (entry.kind == FileKind::folder) {
    if (twice)
      go(joined(list_.folder, entry.name));
    else
      selected_ = {entry.name};
    return;
  }
  const auto found = std::find(selected_.begin(), selected_.end(), entry.name);
  if (more && goal_ == BrowserGoal::open_scan) {
    if (found != selected_.end())
      selected_.erase(found);
    else
      selected_.push_back(entry.name);
  } else {
    selected_ = {entry.name};
  }
  if (saving()) name_ = entry.name;
  if (twice) choose();
}

void FileBrowser::draw_entry(std::size_t place) {
  const FolderEntry& entry = list_.entries[place];
  const bool folder = entry.kind == FileKind::folder;
  const bool on = std::find(selected_.begin(), selected_.end(), entry.name) != selected_.end();
  const ImVec2 start = ImGui::GetCursorPos(), screen = ImGui::GetCursorScreenPos();
  const float line = ui::px(24), width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(static_cast<int>(place));
  const bool pressed = ImGui::Selectable("##entry", on, ImGuiSelectableFlags_AllowDoubleClick, {width, line});
  ui::mark("browser." + entry.name);
  const bool twice = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left), more = ImGui::GetIO().KeyCtrl;
  ImGui::PopID();
  const ImVec2 after = ImGui::GetCursorPos();
  ui::draw_icon(*ImGui::GetWindowDrawList(),
                folder                           ? ui::Icon::folder
                : entry.kind == FileKind::preset ? ui::Icon::views
                                                 : ui::Icon::scan,
                {screen.x + ui::px(13), screen.y + line / 2}, ui::px(15), folder ? ui::token::accent : ui::token::dim);
  ImGui::SetCursorPos({start.x + ui::px(28), start.y + (line - ImGui::GetTextLineHeight()) / 2});
  ui::text(entry.name, ui::token::text, width - ui::px(120));
  if (!folder) {
    const std::string bytes = size_text(entry.bytes);
    ImGui::SetCursorPos({start.x + width - ImGui::CalcTextSize(bytes.c_str()).x - ui::px(8),
                         start.y + (line - ImGui::GetTextLineHeight()) / 2});
    ui::text(bytes, ui::token::dim, ui::px(90));
  }
  ImGui::SetCursorPos(after);
  if (pressed) press(place, twice, more);
}

void FileBrowser::draw_entries() {
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui::token::panel);
  const float below = (saving() ? 2 : 1) * (ui::px(ui::size::row) + ImGui::GetStyle().ItemSpacing.y) + ui::px(4);
  ImGui::BeginChild("entries", {0, -below}, ImGuiChildFlags_Border);
  if (!list_.problem.empty()) ui::paragraph("This folder cannot be read: " + list_.problem, ui::token::error);
  bool any = false;
  for (std::size_t k = 0; k < list_.entries.size(); ++k) {
    if (!fits(list_.entries[k])) continue;
    any = true;
    const std::size_t before = list_.entries.size();
    const std::string folder = list_.folder;
    draw_entry(k);
    if (list_.folder != folder || list_.entries.size() != before) break;
  }
  if (!any && list_.problem.empty()) ui::text("Nothing here that could be opened", ui::token::dim);
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

void FileBrowser::choose() {
  std::vector<std::string> files;
  if (saving()) {
    if (name_.empty()) return;
    const std::string file = joined(list_.folder, name_);
    std::error_code ignored;
    if (fs::exists(file, ignored) && !ask_again_) {
      ask_again_ = true;
      return;
    }
    files = {file};
  } else {
    for (const std::string& name : selected_) files.push_back(joined(list_.folder, name));
    if (files.empty() && list_.dicom_files > 0 && goal_ != BrowserGoal::open_preset) files = {list_.folder};
    std::error_code ignored;
    if (files.size() == 1 && fs::is_directory(files[0], ignored) && list_folder(files[0]).dicom_files == 0) {
      go(files[0]);
      return;
    }
  }
  if (!files.empty()) chosen_ = Chosen{goal_, files};
}

void FileBrowser::draw_buttons() {
  const GoalWords& words = goal_words[static_cast<std::size_t>(goal_)];
  if (saving()) {
    ui::label("name", {}, 56);
    if (ui::text_field("browser.name", name_, "name", ImGui::GetContentRegionAvail().x)) ask_again_ = false;
  }
  const bool folder = !saving() && selected_.empty() && list_.dicom_files > 0 && goal_ != BrowserGoal::open_preset;
  if (ask_again_)
    ui::text("That file is there already.", ui::token::warn, ui::px(300));
  else if (folder)
    ui::text("DICOM folder, " + std::to_string(list_.dicom_files) + " files", ui::token::dim, ui::px(300));
  else if (goal_ == BrowserGoal::open_scan)
    ui::text("Ctrl+click adds files of one grid as channels", ui::token::dim, ui::px(340));
  else
    ImGui::Dummy({1, 1});
  const float width = ui::px(100);
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - 2 * width - ui::px(8));
  if (ui::button("Cancel", "browser.cancel", ui::Tone::plain, width)) open_ = false;
  ImGui::SameLine(0, ui::px(8));
  const std::string_view press = ask_again_ ? "Replace it" : folder ? "Open folder" : words.button;
  const bool ready = saving() ? !name_.empty() : folder || !selected_.empty();
  if (ui::button(press, "browser.choose", ui::Tone::primary, width, ready)) choose();
}

std::optional<Chosen> FileBrowser::draw() {
  if (!open_) return std::nullopt;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(screen.GetCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(
      {std::min(screen.Size.x - ui::px(24), ui::px(720)), std::min(screen.Size.y - ui::px(24), ui::px(540))});
  ImGui::OpenPopup("browser");
  if (!ImGui::BeginPopupModal(
          "browser", nullptr,
          ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings))
    return std::nullopt;
  ImGui::PushFont(ui::frame().fonts.title);
  ui::text(goal_words[static_cast<std::size_t>(goal_)].title);
  ImGui::PopFont();
  ui::gap(2);
  draw_path();
  draw_entries();
  draw_buttons();
  std::optional<Chosen> result;
  std::swap(result, chosen_);
  if (result) open_ = false;
  if (!open_) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
  return result;
}

}  // namespace auglens
