#include "viewer/window/trace.h"

#include "io/preset_json.h"
#include "viewer/panels/view_edits.h"

namespace auglens {
namespace {

std::string point_or_null(const std::optional<Vec3>& p) {
  if (!p) return "null";
  return "[" + json_number((*p)[0]) + "," + json_number((*p)[1]) + "," + json_number((*p)[2]) + "]";
}

std::string count_or_null(const ObjectScene* objects) {
  return objects != nullptr && objects->found ? std::to_string(objects->found->blobs.size()) : "null";
}

}  // namespace

Trace::Trace(const std::string& file) {
  if (file.empty()) return;
  out_.open(file, std::ios::trunc);
  if (!out_) throw Error(ErrorKind::resource, {file, "the trace cannot be written", "", "name another file"});
}

void Trace::frame(const Session& session, const Results& results, const std::vector<ui::NamedItem>& items,
                  ImVec2 window) {
  const SessionState& state = session.state();
  const auto flag = [](bool on) { return on ? "true" : "false"; };
  out_ << "{\"frame\":" << ++frames_ << ",\"window\":[" << window.x << "," << window.y
       << "],\"cases\":" << state.cases.size() << ",\"settled\":" << flag(results.settled) << ",\"shows\":["
       << results.revision.recipe << "," << results.revision.view << "],\"wants\":[" << state.revision.recipe << ","
       << state.revision.view << "],\"dragging\":" << flag(state.dragging) << ",\"original\":" << flag(state.original)
       << ",\"history\":" << session.history().entries() << ",\"seed\":" << state.recipe.seed
       << ",\"sample\":" << state.recipe.sample << ",\"view\":"
       << json_text(edit::window({}, true, state.view.window) + "; " +
                    (state.view.augmented_window ? edit::augmented_window(*state.view.augmented_window) + "; " : "") +
                    edit::at(state.view.at) + "; " + edit::layout(state.view.layout))
       << ",\"object\":" << point_or_null(state.view.object) << ",\"objects\":" << count_or_null(results.objects.get())
       << ",\"probe\":" << json_text(results.probe ? results.probe->line() : "")
       << ",\"error\":" << json_text(session.error() ? session.error()->what() : "") << ",\"steps\":{";
  const char* comma = "";
  for (const Step& step : state.recipe.preset->steps) {
    out_ << comma << json_text(step.id) << ":{\"enabled\":" << flag(step.enabled)
         << ",\"probability\":" << step.probability;
    for (std::size_t k = 0; k < step.settings.size(); ++k)
      out_ << "," << json_text(step.op->parameters[k].name) << ":" << write_setting(step.setting(k));
    out_ << "}";
    comma = ",";
  }
  out_ << "},\"items\":{";
  comma = "";
  for (const ui::NamedItem& item : items) {
    out_ << comma << json_text(item.name) << ":[" << item.low.x << "," << item.low.y << "," << item.high.x << ","
         << item.high.y << "]";
    comma = ",";
  }
  out_ << "}}" << std::endl;
}

}  // namespace auglens
