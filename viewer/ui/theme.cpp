#include "viewer/ui/theme.h"

#include <array>
#include <cmath>
#include <filesystem>

namespace auglens::ui {
namespace {

struct Family {
  const char* name;
  const char* regular;
  const char* medium;
};
constexpr std::array families = {
    Family{"Roboto", "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
           "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf"},
    Family{"Roboto", "/usr/share/fonts/truetype/roboto/hinted/Roboto-Regular.ttf",
           "/usr/share/fonts/truetype/roboto/hinted/Roboto-Medium.ttf"},
    Family{"DejaVu Sans", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
           "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
};
constexpr const char* symbols = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

// Latin, Greek, Cyrillic, punctuation; then arrows and mathematical signs, for formulas in the help.
constexpr std::array<ImWchar, 11> letters = {0x20,   0x24F,  0x370,  0x3FF,  0x400, 0x52F,
                                             0x2010, 0x2044, 0x20AC, 0x20AC, 0};
constexpr std::array<ImWchar, 9> signs = {0x2070, 0x209C, 0x2190, 0x21FF, 0x2200, 0x22FF, 0x2308, 0x230B, 0};

// ImGui stops the program on a font file that is not there, so each is looked for first.
bool there(const char* file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored);
}

ImFont* add(const char* file, float pixels) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  ImFont* font = atlas.AddFontFromFileTTF(file, pixels, &config, letters.data());
  if (there(symbols)) {
    config.MergeMode = true;
    atlas.AddFontFromFileTTF(symbols, pixels, &config, signs.data());
  }
  return font;
}

ImVec4 rgba(ImU32 c) {
  return ImGui::ColorConvertU32ToFloat4(c);
}

void set_colours(ImVec4* c) {
  const auto set = [c](std::initializer_list<ImGuiCol> slots, ImU32 value) {
    for (const ImGuiCol slot : slots) c[slot] = rgba(value);
  };
  set({ImGuiCol_Text}, token::text);
  set({ImGuiCol_TextDisabled}, token::dim);
  set({ImGuiCol_WindowBg}, token::app);
  set({ImGuiCol_ChildBg}, 0);
  set({ImGuiCol_PopupBg, ImGuiCol_MenuBarBg, ImGuiCol_TitleBg, ImGuiCol_TitleBgActive, ImGuiCol_TitleBgCollapsed},
      token::raised);
  set({ImGuiCol_Border, ImGuiCol_Separator, ImGuiCol_TableBorderLight, ImGuiCol_TableBorderStrong}, token::border);
  set({ImGuiCol_BorderShadow, ImGuiCol_ScrollbarBg, ImGuiCol_TableRowBg, ImGuiCol_TableRowBgAlt}, 0);
  set({ImGuiCol_FrameBg, ImGuiCol_Button, ImGuiCol_ScrollbarGrab, ImGuiCol_Tab, ImGuiCol_TableHeaderBg}, token::field);
  set({ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive, ImGuiCol_ButtonHovered, ImGuiCol_HeaderHovered,
       ImGuiCol_ScrollbarGrabHovered, ImGuiCol_TabHovered},
      token::field_hover);
  set({ImGuiCol_ButtonActive, ImGuiCol_HeaderActive, ImGuiCol_ScrollbarGrabActive, ImGuiCol_TabActive},
      token::strong_border);
  set({ImGuiCol_Header}, token::field);
  set({ImGuiCol_CheckMark, ImGuiCol_SliderGrab, ImGuiCol_SeparatorHovered, ImGuiCol_ResizeGripHovered,
       ImGuiCol_PlotHistogram, ImGuiCol_NavHighlight, ImGuiCol_DragDropTarget},
      token::accent);
  set({ImGuiCol_SliderGrabActive, ImGuiCol_SeparatorActive, ImGuiCol_ResizeGripActive}, token::hover);
  set({ImGuiCol_ResizeGrip}, token::border);
  set({ImGuiCol_TextSelectedBg}, colour(0x5AA2EC, 90));
  set({ImGuiCol_ModalWindowDimBg, ImGuiCol_NavWindowingDimBg}, colour(0x000000, 150));
}

}  // namespace

Fonts load_fonts(float scale) {
  Fonts fonts;
  for (const Family& family : families) {
    if (!there(family.regular)) continue;
    fonts.family = family.name;
    fonts.text = add(family.regular, std::round(size::text * scale));
    fonts.small = add(family.regular, std::round(size::small * scale));
    fonts.title = add(there(family.medium) ? family.medium : family.regular, std::round(size::title * scale));
    return fonts;
  }
  fonts.family = "built-in";
  fonts.text = fonts.small = fonts.title = ImGui::GetIO().Fonts->AddFontDefault();
  return fonts;
}

void apply_theme(float scale) {
  ImGuiStyle style;  // always from a pristine one: scaling twice is the classic fault
  style.WindowPadding = {12, 10};
  style.FramePadding = {8, 5};
  style.ItemSpacing = {8, 6};
  style.ItemInnerSpacing = {6, 4};
  style.CellPadding = {4, 3};
  style.IndentSpacing = 14;
  style.ScrollbarSize = 11;
  style.GrabMinSize = 10;
  style.WindowRounding = 6;
  style.ChildRounding = 0;
  style.FrameRounding = style.GrabRounding = style.TabRounding = 4;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 6;
  style.WindowBorderSize = style.PopupBorderSize = 1;
  style.FrameBorderSize = style.ChildBorderSize = 0;
  style.DisabledAlpha = 0.45F;
  style.CircleTessellationMaxError = 0.1F;
  style.SeparatorTextBorderSize = 1;
  style.HoverDelayNormal = 0.5F;
  style.ScaleAllSizes(scale);
  set_colours(style.Colors);
  ImGui::GetStyle() = style;
}

}  // namespace auglens::ui
