#include "viewer/window/gui.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include <algorithm>

namespace auglens {

Gui::Gui(GLFWwindow* window) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // the layout is fixed, and nothing is written that nobody asked for
  io.LogFilename = nullptr;
  io.UserData = &frame_;
  io.ConfigDragClickToInputText = true;
  io.ConfigInputTextCursorBlink = false;  // a blinking caret would draw frames while nothing happens
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  float x = 1, y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  frame_.scale = std::clamp(std::max(x, y), 1.0F, 4.0F);
  ui::apply_theme(frame_.scale);
  frame_.fonts = ui::load_fonts(frame_.scale);
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 450 core");
}

Gui::~Gui() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
}

void Gui::begin() {
  items_.clear();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
}

void Gui::end() {
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool Gui::hovering() const {
  // What only shows, such as a table's cell, is no item of ImGui's own, but may have a hint.
  return ImGui::IsAnyItemHovered() || ImGui::GetCurrentContext()->HoverItemDelayId != 0;
}

bool Gui::pending() const {
  return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
}

}  // namespace auglens
