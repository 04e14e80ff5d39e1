#include "viewer/panels/objects_panel.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>

#include "viewer/panels/label_ink.h"
#include "viewer/panels/sample_panel.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

struct Column {
  ObjectColumn by;
  const char* title;
  const char* name;
  const char* hint;
  float width;  ///< 0: what is left
};
constexpr std::array columns = {
    Column{ObjectColumn::number, "No.", "number", "In raster order of the first voxel", 30},
    Column{ObjectColumn::name, "Class", "class", "", 0},
    Column{ObjectColumn::size, "Size", "size", "What its voxels fill", 58},
    Column{ObjectColumn::diameter, "Ø mm", "diameter", "Largest distance between two of its voxels, in mm", 40},
    Column{ObjectColumn::chance, "Drawn", "chance", "How likely the sampler draws a window about it", 44},
};

constexpr float fewest_rows = 8, least_class = 50;
constexpr std::size_t page_rows = 400000;  // more rows reach beyond the pixels that ImGui's float32 tells apart

constexpr ImU32 faint(ImU32 ink) {
  return (ink & 0x00FFFFFFU) | 0x70000000U;
}

void at_right(const std::string& words, ImU32 ink) {
  const float wide = ImGui::CalcTextSize(words.c_str()).x, room = ImGui::GetContentRegionAvail().x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, room - wide));
  ui::text(words, ink, wide + 1);
}

/// Numbers stand at the right, and so do their headings; the accent says which one orders, a corner which way.
void heading_of_column(const Column& c, bool ordered, bool descending) {
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const ImU32 ink = ordered ? ui::token::accent : ui::token::dim;
  const float wide = ImGui::CalcTextSize(c.title).x, pad = ImGui::GetStyle().CellPadding.x;
  const float x = c.by == ObjectColumn::name ? low.x + pad : std::max(low.x, high.x - pad - wide);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddText({x, (low.y + high.y - ImGui::GetTextLineHeight()) / 2}, ink, c.title);
  if (!ordered) return;
  const float edge = descending ? high.y - ui::px(1) : low.y + ui::px(1);
  list.AddLine({x, edge}, {x + wide, edge}, ink, ui::px(2));
}

/// A line with a bar on its left: the object ends where the volume does.
void border_mark(ImU32 ink) {
  const float height = ImGui::GetTextLineHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({right - 1, at.y + height * 0.2F}, {right - 1, at.y + height * 0.85F}, ink, ui::px(2));
  list.AddLine({right - ui::px(6), at.y + height / 2}, {right - 1, at.y + height / 2}, ink, ui::px(1));
}

bool shown_elsewhere(const SessionState& session, const ObjectScene& objects) {
  return !objects.on_output && session.view.layout != Layout::crops;
}

}  // namespace

void ObjectsPanel::draw(const ObjectsState& state, Actions& actions) {
  take(state);
  has_keys_ = false;
  ui::gap(4);
  if (!objects_) return ui::paragraph("Finding objects…", ui::token::dim);
  const bool window = state.session.recipe.preset->crop.has_value();
  if (objects_->found) {
    ui::paragraph(summary_);
    if (!objects_->found->blobs.empty()) draw_table(state, height_of_table(window), actions);
    draw_pager();
  }
  if (!window && !objects_->refused.empty()) ui::paragraph(objects_->refused, ui::token::warn);
  if (!window) return;
  const float top = ImGui::GetCursorPosY();
  draw_sample_panel(state.session, *objects_, all_classes_, actions);
  below_ = ImGui::GetCursorPosY() - top;
}

/// All of its rows where there is room.
float ObjectsPanel::height_of_table(bool window) const {
  const float row = ui::frame().fonts.small->FontSize + ui::px(4), head = row + ui::px(12);
  const float room = ImGui::GetContentRegionAvail().y;
  const float gap = ImGui::GetStyle().ItemSpacing.y;
  const float most = room - (window ? below_ + gap : 0) -
                     (objects_->found->blobs.size() > page_rows ? ui::px(ui::size::row) + gap : 0);
  return std::min(std::max(most, head + fewest_rows * row),
                  head + row * static_cast<float>(objects_->found->blobs.size()));
}

void ObjectsPanel::take(const ObjectsState& state) {
  const CasePointer shown = state.session.shown_case();
  if (case_ != shown) objects_.reset();
  case_ = shown;
  if (!state.objects || state.objects == objects_) return;
  objects_ = state.objects;
  if (objects_->found && objects_->found != counted_) classes_ = classes_among(*objects_->found);
  counted_ = objects_->found;
  summary_ = summary_of(*objects_, classes_);
}

void ObjectsPanel::draw_table(const ObjectsState& state, float height, Actions& actions) {
  const bool chances = !objects_->chances.empty();
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Sortable |
                                    ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_BordersOuterH;
  ImGui::PushFont(ui::frame().fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(ui::px(3), ui::px(2)));
  fit_columns(chances);
  // Tables of different columns are different tables: ImGui keeps the widths of each.
  const std::string last = std::to_string(objects_->found->blobs.size());
  std::string name = "objects." + std::to_string(last.size());
  for (const std::size_t k : fitting_) name += columns[k].name;
  if (ImGui::BeginTable(name.c_str(), static_cast<int>(fitting_.size()), flags, {0, height})) {
    draw_head(std::max(ui::px(columns[0].width), ImGui::CalcTextSize(last.c_str()).x + ui::px(2)));
    if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs(); specs != nullptr && specs->SpecsCount > 0)
      wish_ = {columns[fitting_[static_cast<std::size_t>(specs->Specs[0].ColumnIndex)]].by,
               specs->Specs[0].SortDirection == ImGuiSortDirection_Descending};
    order_.sort(objects_, wish_);
    draw_rows(state, actions);
    step_by_keys(state, actions);
    has_keys_ = ImGui::IsWindowFocused();
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ui::mark("objects.table");
}

/// In a narrow panel the diameter goes first, then the chance, so that the class can be read.
void ObjectsPanel::fit_columns(bool chances) {
  fitting_ = {0, 1, 2, 3};
  if (chances) fitting_.push_back(4);
  const auto left_for_class = [&] {
    float left = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize;
    for (const std::size_t k : fitting_) left -= ui::px(columns[k].width + 6);
    return left;
  };
  for (const std::size_t k : {3U, 4U})
    if (left_for_class() < ui::px(least_class)) std::erase(fitting_, k);
}

void ObjectsPanel::draw_head(float number_width) {
  const int count = ImGui::TableGetColumnCount();
  for (int k = 0; k < count; ++k) {
    const Column& c = columns[fitting_[static_cast<std::size_t>(k)]];
    const bool ordered = c.by == wish_.by, words = c.by == ObjectColumn::number || c.by == ObjectColumn::name;
    ImGuiTableColumnFlags flags = c.width > 0 ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch;
    if (ordered ? wish_.descending : !words) flags |= ImGuiTableColumnFlags_PreferSortDescending;
    if (ordered) flags |= ImGuiTableColumnFlags_DefaultSort;
    ImGui::TableSetupColumn(c.name, flags, c.by == ObjectColumn::number ? number_width : ui::px(c.width));
  }
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
  for (int k = 0; k < count; ++k) {
    const Column& c = columns[fitting_[static_cast<std::size_t>(k)]];
    ImGui::TableSetColumnIndex(k);
    ImGui::PushStyleColor(ImGuiCol_Text, 0);  // neither ImGui's words nor its arrow: there is no room for both
    ImGui::TableHeader(("##" + std::string(c.name)).c_str());
    ImGui::PopStyleColor();
    heading_of_column(c, (ImGui::TableGetColumnFlags(k) & ImGuiTableColumnFlags_IsSorted) != 0, wish_.descending);
    ui::mark("objects.by." + std::string(c.name));
    ui::hint(c.hint);
  }
}

/// Where the table is longer than a page.
void ObjectsPanel::draw_pager() {
  const std::size_t all = objects_->found->blobs.size(), first = page_ * page_rows;
  if (all <= page_rows) return;
  const float side = ui::px(ui::size::row), room = ImGui::GetContentRegionAvail().x, left = ImGui::GetCursorPosX();
  const std::string words = "rows " + std::to_string(first + 1) + " to " +
                            std::to_string(std::min(first + page_rows, all)) + " of " + std::to_string(all);
  ImGui::AlignTextToFramePadding();
  ui::text(words, ui::token::dim, room - 2 * side);
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(left + room - 2 * side);
  if (ui::icon_button(ui::Icon::left, "objects.rows.before", "Rows before", false, page_ > 0)) turn(page_ - 1);
  ImGui::SameLine(0, 0);
  if (ui::icon_button(ui::Icon::right, "objects.rows.after", "Rows after", false, first + page_rows < all))
    turn(page_ + 1);
}

/// ImGui scrolls one frame after it is told to.
void ObjectsPanel::turn(std::size_t page) {
  page_ = page;
  turned_ = true;
  wake_();
}

void ObjectsPanel::draw_rows(const ObjectsState& state, Actions& actions) {
  const LabelTable& labels = state.session.shown()->labels;
  const auto now = chosen(state);
  const Followed follow{objects_->found, now, order_.revision()};
  const bool bring = now && !(follow == followed_);
  followed_ = follow;
  const std::size_t row_of_chosen = bring ? order_.row_of(*now) : 0, all = objects_->found->blobs.size();
  if (bring) page_ = row_of_chosen / page_rows;
  if (turned_) ImGui::SetScrollY(0);
  turned_ = false;
  page_ = std::min(page_, (all - 1) / page_rows);
  const std::size_t first = page_ * page_rows;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(std::min(page_rows, all - first)));
  if (bring) clipper.IncludeItemByIndex(static_cast<int>(row_of_chosen - first));
  while (clipper.Step())
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      const std::size_t object = order_.object(first + static_cast<std::size_t>(row));
      ImGui::TableNextRow();
      ImGui::TableSetColumnIndex(0);
      ImGui::PushID(row);
      if (ImGui::Selectable("##row", now == object, ImGuiSelectableFlags_SpanAllColumns))
        choose(state, object, actions);
      ImGui::PopID();
      ui::mark("object." + std::to_string(object + 1));
      if (bring && object == *now) ImGui::ScrollToItem(ImGuiScrollFlags_KeepVisibleCenterY);
      if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) ui::hint(facts_of(*objects_, object, labels));
      ImGui::SameLine(0, 0);
      draw_row(object, labels);
    }
}

void ObjectsPanel::draw_row(std::size_t object, const LabelTable& labels) {
  const Blob& blob = objects_->found->blobs[object];
  const bool out = objects_->left_out(object);
  const ImU32 ink = out ? faint(ui::token::text) : ui::token::text,
              quiet = out ? faint(ui::token::dim) : ui::token::dim;
  at_right(std::to_string(object + 1), quiet);
  ImGui::TableNextColumn();
  const std::int32_t dense = labels.index(blob.label);
  const ImU32 colour = dense > 0 ? label_ink(dense) : ui::token::strong_border;
  if (blob.touches_border) border_mark(quiet);
  ui::swatch(out ? faint(colour) : colour);
  ui::text(short_name_of(labels, blob.label), ink,
           ImGui::GetContentRegionAvail().x - (blob.touches_border ? ui::px(9) : 0));
  ImGui::TableNextColumn();
  at_right(size_text(blob, objects_->found->ids.grid), ink);
  for (const std::size_t k : fitting_) {
    if (columns[k].by != ObjectColumn::diameter) continue;
    ImGui::TableNextColumn();
    at_right(diameter_text(blob), ink);
  }
  if (columns[fitting_.back()].by != ObjectColumn::chance) return;
  ImGui::TableNextColumn();
  at_right(out ? "–" : chance_text(objects_->chances[object]), ink);
}

/// Inside the table, which has the keyboard once it was clicked.
void ObjectsPanel::step_by_keys(const ObjectsState& state, Actions& actions) const {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return;
  constexpr std::int64_t all = std::int64_t{1} << 62, page = static_cast<std::int64_t>(fewest_rows);
  constexpr std::array<std::pair<ImGuiKey, std::int64_t>, 6> ways = {{{ImGuiKey_DownArrow, 1},
                                                                      {ImGuiKey_UpArrow, -1},
                                                                      {ImGuiKey_PageDown, page},
                                                                      {ImGuiKey_PageUp, -page},
                                                                      {ImGuiKey_End, all},
                                                                      {ImGuiKey_Home, -all}}};
  std::int64_t way = 0;
  for (const auto& [key, rows] : ways)
    if (way == 0 && ImGui::IsKeyPressed(key)) way = rows;
  if (way == 0) return;
  const auto now = chosen(state);
  const auto last = static_cast<std::int64_t>(objects_->found->blobs.size()) - 1;
  const std::int64_t row = now ? static_cast<std::int64_t>(order_.row_of(*now)) + way : way == all ? last : 0;
  choose(state, order_.object(static_cast<std::size_t>(std::clamp<std::int64_t>(row, 0, last))), actions);
}

/// Old rows do not choose: their objects may lie elsewhere by now.
void ObjectsPanel::choose(const ObjectsState& state, std::size_t object, Actions& actions) const {
  if (state.objects != objects_) return;
  choose_object(state.session, *objects_, object, actions);
}

std::optional<std::size_t> ObjectsPanel::chosen(const ObjectsState& state) const {
  const auto& at = state.session.view.object;
  if (!at || shown_elsewhere(state.session, *objects_)) return std::nullopt;
  return objects_->at(*at);
}

}  // namespace auglens
