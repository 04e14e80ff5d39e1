#include <algorithm>
#include <charconv>

#include "io/preset_json.h"
#include "viewer/edit.h"
#include "viewer/edit_json.h"

namespace auglens {
namespace {

using Text = FlagText;
using Shape = EditShape;

// What decides how files are read comes before the files, and the channel before the window that it brings along.
constexpr EditRow table[] = {
    {"case.series", "--series", "N|UID", Text::text, Shape::text,
     "Which series of a DICOM folder: its number, counted from 0, or its UID."},
    {"case.frames_as_channels", "--frames-as-channels", "", Text::turn_on, Shape::boolean,
     "Read the fourth dimension as channels, not as frames."},
    {"case.label_resample", "--label-resample", "", Text::turn_on, Shape::boolean,
     "Bring labels of another grid onto the image's, by nearest neighbour."},
    {"case.open", "", "INPUT...", Text::inputs, Shape::texts,
     "Open a file or DICOM folder; several files of one grid are the channels of one case."},
    {"case.label", "--label", "FILE", Text::text, Shape::text, "Open a label map for the shown case."},
    {"case.select", "", "", Text::json, Shape::index, "Show the open case of this number, counted from 0."},
    {"case.close", "", "", Text::json, Shape::index, "Close the open case of this number, counted from 0."},
    {"preset.open", "--preset", "NAME|FILE", Text::text, Shape::text, "Take a shipped preset by name, or a file."},
    {"preset.name", "", "", Text::json, Shape::text, "The name of the preset."},
    {"preset.note", "", "", Text::json, Shape::text, "A remark that is kept with the preset."},
    {"preset.fuse", "", "", Text::json, Shape::boolean,
     "Merge warps in a row into one interpolation; this changes voxels and is exported."},
    {"preset.crop", "", "", Text::json, Shape::crop,
     "The training window: {\"size\", \"sampler\", \"before\", \"pad\", \"parameters\"} as in a preset, or null."},
    {"preset.limits", "", "", Text::json, Shape::limits,
     "What check must hold: {\"blobs_lost\": 0} and others, or null."},
    {"seed", "--seed", "N", Text::json, Shape::seed, "The seed of all draws, 0 to 9223372036854775807."},
    {"sample", "--sample", "K", Text::json, Shape::sample, "Which sample of the preset, 0 to 4294967295."},
    {"view.channel", "--channel", "C", Text::json, Shape::view, "The shown channel, counted from 0."},
    {"view.frame", "--frame", "K", Text::json, Shape::view, "The shown frame, counted from 0."},
    {"view.layout", "--layout", "NAME", Text::text, Shape::view,
     "mpr, axial, coronal, sagittal, 3d, compare, sheet or crops."},
    {"view.plane", "", "", Text::json, Shape::view, "What compare, sheet and crops show: axial, coronal or sagittal."},
    {"view.at", "--at", "X,Y,Z", Text::list, Shape::view,
     "The point that the slices go through, in LPS mm; 12v,40v,8v for voxels."},
    {"view.object", "", "", Text::json, Shape::view,
     "The object at this point is the chosen one, and the slices go through it; as view.at, or null."},
    {"view.windows", "", "", Text::json, Shape::view,
     "Whether training windows are outlined and objects that they leave out are dimmed."},
    {"view.window", "--window", "W,L", Text::list, Shape::view, "Width and level of the grey window, or auto."},
    {"view.augmented_window", "", "", Text::json, Shape::view,
     "The same for the augmented side alone, or null: the original's."},
    {"view.colour_map", "--colour-map", "NAME", Text::text, Shape::view, "The colour map, such as grey or viridis."},
    {"view.interpolation", "--interpolation", "nearest|linear", Text::text, Shape::view,
     "How voxels become pixels; labels are always nearest."},
    {"view.labels", "", "", Text::json, Shape::view, "Whether labels are drawn."},
    {"view.label_outline", "", "", Text::json, Shape::view, "Whether labels have an outline."},
    {"view.label_opacity", "--label-opacity", "F", Text::json, Shape::view, "Opacity of the labels' fill, 0 to 1."},
    {"view.outline_opacity", "", "", Text::json, Shape::view, "Opacity of the labels' outline, 0 to 1."},
    {"view.letters", "", "", Text::json, Shape::view, "Whether R, L, A, P, S and I stand at the edges."},
    {"view.crosshair", "", "", Text::json, Shape::view, "Whether the crosshair is drawn."},
    {"view.caption", "--caption", "", Text::turn_on, Shape::view, "Write file, preset hash, seed and sample below."},
    {"view.plain", "--plain", "", Text::turn_on, Shape::view, "Without letters, crosshair and labels."},
    {"view.camera", "", "", Text::json, Shape::view,
     "The 3-D view: {\"azimuth\", \"elevation\", \"zoom\", \"mode\": \"mip\" or \"shaded\"}, each optional."},
    {"view.axial", "", "", Text::json, Shape::view,
     "Zoom and pan of this plane: {\"zoom\", \"pan_right_mm\", \"pan_down_mm\"}, each optional."},
    {"view.coronal", "", "", Text::json, Shape::view, "The same for the coronal plane."},
    {"view.sagittal", "", "", Text::json, Shape::view, "The same for the sagittal plane."},
    {"view.original", "", "", Text::json, Shape::view, "Show the original in place of the augmented case."},
    {"view.crop", "--crop", "", Text::turn_on, Shape::view, "Cut the preset's training window out."},
    {"preset.save", "", "", Text::json, Shape::text, "Write the preset with its seed to a file; \"\": its own."},
    {"save.image", "", "", Text::json, Shape::text, "Write the augmented volume: .nii, .nii.gz, .nrrd or .mha."},
    {"save.label", "", "", Text::json, Shape::text, "Write the augmented labels in the same formats."},
};

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string list_json(std::string_view text) {
  std::string json = "[";
  std::string_view rest = text;
  for (bool more = true; more;) {
    const auto comma = rest.find(',');
    const std::string_view piece = rest.substr(0, comma);
    if (!is_number(piece)) return json_text(text);
    json += (json.size() > 1 ? "," : "") + std::string(piece);
    more = comma != std::string_view::npos;
    if (more) rest.remove_prefix(comma + 1);
  }
  return json + "]";
}

}  // namespace

std::span<const EditRow> edit_rows() {
  return table;
}

const EditRow* find_edit_row(std::string_view path) {
  const auto* row = std::find_if(std::begin(table), std::end(table), [&](const EditRow& r) { return r.path == path; });
  return row == std::end(table) ? nullptr : row;
}

Edit edit_of_flag(const EditRow& row, std::string_view text) {
  std::string json(text);
  if (row.text == FlagText::text) json = json_text(text);
  if (row.text == FlagText::list) json = list_json(text);
  if (row.text == FlagText::turn_on) json = "true";
  if (row.text == FlagText::turn_off) json = "false";
  try {
    return assign(row.path, json);
  } catch (const Error& e) {  // the user typed the flag, so the message names it in place of the path
    Error::Parts parts = e.parts();
    if (parts.what.starts_with(row.path)) parts.what.replace(0, row.path.size(), row.flag);
    throw Error(e.kind(), parts);
  }
}

Edit edit_of_inputs(std::span<const std::string> inputs) {
  std::string json = "[";
  for (const auto& input : inputs) json += (json.size() > 1 ? "," : "") + json_text(input);
  return assign("case.open", json + "]");
}

}  // namespace auglens
