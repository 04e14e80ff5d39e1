#include "viewer/command_line.h"

#include <filesystem>
#include <iostream>

#include "io/nearest_name.h"
#include "io/preset_json.h"
#include "ops/error.h"
#include "viewer/command_flags.h"
#include "viewer/command_line_labels.h"
#include "viewer/commands/apply.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/common.h"
#include "viewer/commands/compare.h"
#include "viewer/commands/demo.h"
#include "viewer/commands/gl_info.h"
#include "viewer/commands/info.h"
#include "viewer/commands/preset.h"
#include "viewer/commands/render.h"
#include "viewer/edit_flags.h"

namespace auglens {
namespace {

/// Numbers around a separator, such as 1024x768 or 3..7; refuses anything else by naming the form.
template <class Number>
std::array<Number, 2> read_pair(const std::string& flag, const std::string& text, std::string_view between,
                                const char* form) {
  std::array<Number, 2> pair{};
  const auto at = text.find(between);
  const char* end = text.data() + text.size();
  const auto number = [](const char* first, const char* last, Number& to) {
    const auto [stop, error] = std::from_chars(first, last, to);
    return error == std::errc() && stop == last && first != last;
  };
  if (at == std::string::npos || !number(text.data(), text.data() + at, pair[0]) ||
      !number(text.data() + at + between.size(), end, pair[1]))
    refuse(flag + " " + text + " is not understood", std::string("give ") + form);
  return pair;
}

// One function per command: declares its flags, reads the words, runs.

int command_info(const Words& words, OpenWindow) {
  CLI::App app("What a file is: grid, orientation, type, range, labels.", "auglens info");
  std::string file;
  bool json = false;
  DeviceOptions device;
  app.add_option("FILE", file, "a volume or a DICOM folder")->required();
  app.add_flag("--json", json, "one JSON object");
  add_device(app, device);
  return parse(app, words) ? run_info(file, json, open_device(device)) : 0;
}

void add_road(CLI::App& app, std::optional<PresentRoad>& road) {
  const auto named = [&road](const std::string& text) {
    road = present_road_named(text);
    if (!road) refuse("--present " + text + " is not a road", "use one of interop, copy, cpu");
  };
  app.add_option_function<std::string>("--present", named, "how voxels reach GL")->type_name("interop|copy|cpu");
}

int command_render(const Words& words, OpenWindow) {
  CLI::App app("Draws a picture without a window.", "auglens render");
  RenderOptions o;
  EditFlags edits;
  std::string size;
  app.add_option("--out", o.out, "the picture")->type_name("PNG");
  add_edit_flags(app, edits);
  bool head = false, abdomen = false;
  app.add_flag("--demo", head, "the built-in head with its preset in place of an INPUT");
  app.add_flag("--demo-abdomen", abdomen, "the built-in abdomen, whose preset cuts training windows, likewise");
  app.add_option("--size", size, "pixels of the picture, 1024x768 by default")->type_name("WxH");
  app.add_option("--reference", o.reference, "compare with this picture; exit 1 when they differ")->type_name("PNG");
  add_whole(app, "--threshold", o.threshold, 255, "T", "largest allowed difference of a channel");
  add_road(app, o.road);
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  if ((head ? 1 : 0) + (abdomen ? 1 : 0) + (edits.inputs.empty() ? 0 : 1) != 1)
    refuse("one of INPUT, --demo and --demo-abdomen is needed", "see auglens render --help");
  if (head || abdomen) o.demo = head ? DemoCase::head : DemoCase::abdomen;
  if (o.out.empty() && o.reference.empty())
    refuse("nothing to do with the picture", "give --out PNG or --reference PNG");
  if (!size.empty()) o.size = read_pair<int>("--size", size, "x", "WIDTHxHEIGHT such as 1024x768");
  if (o.size[0] < 1 || o.size[1] < 1 || o.size[0] > 16384 || o.size[1] > 16384)
    refuse("--size " + size + " is not allowed", "give 1x1 to 16384x16384");
  o.edits = edits_of(edits);
  return run_render(o);
}

int command_apply(const Words& words, OpenWindow) {
  CLI::App app("Writes the augmented volume (and label) of one or several samples.", "auglens apply");
  ApplyOptions o;
  std::string samples, type;
  add_input(app, o.input);
  add_preset(app, o.preset);
  app.add_option("--out", o.out, "the volume: .nii, .nii.gz, .nrrd or .mha")->required()->type_name("VOLUME");
  app.add_option("--label-out", o.label_out, "the augmented label, in the label's stored type")->type_name("VOLUME");
  app.add_option("--samples", samples, "first and last sample; {sample} in the names is the number")->type_name("A..B");
  app.add_option("--type", type, "stored type, float32 by default")->type_name("T");
  app.add_flag("--json", o.json, "what was drawn, measured and written, as JSON");
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  if (!samples.empty()) {
    o.samples = read_pair<std::uint64_t>("--samples", samples, "..", "FIRST..LAST such as 0..9");
    if ((*o.samples)[1] < (*o.samples)[0] || (*o.samples)[1] > 0xffffffffULL)
      refuse("--samples " + samples + " is no range", "give FIRST..LAST with FIRST <= LAST < 4294967296");
  }
  if (!type.empty()) {
    const auto stored = stored_type_named(type);
    if (!stored || *stored >= StoredType::complex64)
      refuse("--type " + type + " is not a type",
             "use one of int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64");
    o.type = *stored;
  }
  return run_apply(o);
}

int command_preset(const Words& words, OpenWindow) {
  const Words verbs{"check", "show", "schema", "export"};
  const std::string verb = words.empty() ? "" : words[0];
  CLI::App app(
      "check P...: reads presets strictly; show [P|OPERATOR]: prints a preset, an operator's table or the names "
      "of both; schema: the format as JSON Schema.",
      "auglens preset");
  if (verb == "export") refuse("preset export is not in this version", "use preset show P for the JSON");
  std::string action;
  Words names;
  bool canonical = false;
  app.add_option("ACTION", action, "check, show or schema")->required();
  app.add_option("P", names, "preset files, names of shipped presets, or an operator");
  app.add_flag("--canonical", canonical, "show the one line that the preset's hash is taken of");
  if (!parse(app, words)) return 0;
  if (std::find(verbs.begin(), verbs.end(), action) == verbs.end())
    refuse("unknown action \"" + action + "\"", hint_among(action, verbs));
  if (action == "schema") return run_preset_schema();
  if (action == "check" && names.empty())
    refuse("preset check needs a preset", "give a file or the name of a shipped one");
  if (action == "check") return run_preset_check(names);
  if (names.empty()) names.emplace_back();
  for (const std::string& name : names) run_preset_show(name, canonical);
  return 0;
}

int command_compare(const Words& words, OpenWindow) {
  CLI::App app("Compares two pictures; exit 1 when sizes differ or a channel differs by more than the threshold.",
               "auglens compare");
  CompareOptions o;
  app.add_option("A", o.first, "a PNG")->required();
  app.add_option("B", o.second, "another PNG")->required();
  add_whole(app, "--threshold", o.threshold, 255, "T", "largest allowed difference of a channel, 0 by default");
  app.add_option("--diff", o.diff, "write the differences, stretched, as a picture")->type_name("PNG");
  return parse(app, words) ? run_compare(o) : 0;
}

int command_demo(const Words& words, OpenWindow open_window) {
  CLI::App app("A built-in case: a head with a pipeline of three steps.", "auglens demo");
  DemoOptions o;
  bool abdomen = false;
  app.add_flag("--abdomen", abdomen, "the abdomen in place of the head; its preset cuts training windows");
  app.add_flag("--headless", o.headless, "draw one picture without a window");
  app.add_option("--out", o.out, "folder of the picture")->type_name("DIR");
  add_device(app, o.device);
  if (!parse(app, words)) return 0;
  o.which = abdomen ? DemoCase::abdomen : DemoCase::head;
  return run_demo(o, open_window);
}

int command_bench(const Words& words, OpenWindow) {
  CLI::App app("Times what the window does, beside the floors of this machine.", "bench");
  BenchOptions o;
  app.add_option("NAME", o.name, "live: a slider moves, three slices answer; components: blobs of 512^3 maps");
  app.add_option("--maps", o.maps, "components: time the .nii maps of this folder; ours are added to it")
      ->type_name("DIR");
  app.add_flag("--json", o.json, "a report for programs");
  add_road(app, o.road);
  add_device(app, o.device);
  return parse(app, words) ? run_bench(o) : 0;
}

struct Command {
  const char* name;
  const char* help;
  int (*run)(const Words&, OpenWindow);
};
constexpr Command commands[] = {
    {"info", "what a file is: grid, orientation, type, range, labels", command_info},
    {"render", "a picture without a window", command_render},
    {"apply", "the augmented volume and label", command_apply},
    {"preset", "check, show, schema", command_preset},
    {"crops", "training windows and what they hold", command_crops},
    {"blobs", "the connected blobs of a label", command_blobs},
    {"check", "what a preset does to a label, against its limits", command_check},
    {"compare", "two pictures, pixel by pixel", command_compare},
    {"demo", "the built-in phantoms", command_demo},
    {"bench", "how fast the slices answer on this machine", command_bench},
};

void print_help(const CLI::App& app) {
  std::cout << app.help() << "\nCommands (each with --help):\n";
  for (const Command& command : commands)
    std::cout << "  " << std::left << std::setw(10) << command.name << command.help << '\n';
  std::cout << "\nExit codes: 0 done; 1 a comparison, check or limit failed; 2 wrong usage; 3 bad input; 4 memory, "
               "disk, display "
               "or device missing.\n";
}

/// A first word that is no file is perhaps a command with a slip.
void check_inputs(const Words& inputs) {
  for (const std::string& input : inputs) {
    std::error_code ignored;
    if (std::filesystem::exists(input, ignored)) continue;
    Words names;
    for (const Command& command : commands) names.emplace_back(command.name);
    const std::string near = nearest_name(input, names);
    if (&input == &inputs.front() && !near.empty())
      refuse("\"" + input + "\" is neither a file nor a command", "did you mean auglens " + near + "?");
    throw Error(ErrorKind::bad_input, {input, "no such file", "", "check the name"});
  }
}

int command_window(const Words& words, OpenWindow open_window) {
  CLI::App app("Shows live what an augmentation pipeline does to a scan: opens the window, or runs auglens COMMAND ...",
               "auglens");
  app.set_help_flag();
  WindowOptions o;
  DeviceOptions device;
  EditFlags edits;
  bool help = false, version = false, gl = false;
  app.add_flag("-h,--help", help, "this text");
  app.add_flag("--version", version, "the version");
  app.add_flag("--gl-info", gl, "what draws pictures on this machine");
  app.add_flag("--cases", o.separate_cases, "several inputs are several cases, not channels");
  add_edit_flags(app, edits);
  app.add_option("--trace", o.trace, "tell every drawn frame to this file")->group("");
  add_road(app, o.road);
  add_device(app, device);
  parse(app, words);
  if (help) return print_help(app), 0;
  if (version) return std::cout << "auglens " AUGLENS_VERSION "\n", 0;
  if (gl) return run_gl_info();
  check_inputs(edits.inputs);
  o.device = device.kind;
  o.threads = device.threads;
  o.edits = edits_of(edits);
  return open_window(o);
}

}  // namespace

int run_command_line(const Words& words, OpenWindow open_window) {
  for (const Command& command : commands) {
    if (!words.empty() && words[0] == command.name) return command.run({words.begin() + 1, words.end()}, open_window);
  }
  return command_window(words, open_window);
}

}  // namespace auglens
