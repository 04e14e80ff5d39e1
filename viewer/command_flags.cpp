#include "viewer/command_flags.h"

#include <iostream>

#include "io/nearest_name.h"

namespace auglens {

void refuse(std::string what, std::string to_do) {
  throw Error(ErrorKind::usage, {"", std::move(what), "", std::move(to_do)});
}

bool parse(CLI::App& app, const Words& words) {
  app.allow_extras();
  try {
    app.parse(Words(words.rbegin(), words.rend()));
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return false;
  } catch (const CLI::ParseError& error) {
    refuse(error.what(), "see " + app.get_name() + " --help");
  }
  const Words extra = app.remaining();
  if (extra.empty()) return true;
  Words names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::string flag = extra.front().substr(0, extra.front().find('='));
  const std::string help = "see " + app.get_name() + " --help";
  if (flag.empty() || flag[0] != '-') refuse("unexpected argument \"" + flag + "\"", help);
  const std::string near = nearest_name(flag, names);
  refuse("unknown flag " + flag, near.empty() ? help : "did you mean " + near + "?");
}

void add_device(CLI::App& app, DeviceOptions& o) {
  const auto named = [&o](const std::string& text) {
    if (text != "cpu" && text != "cuda") refuse("--device " + text + " is not a device", "use one of cpu, cuda");
    o.kind = text == "cuda" ? DeviceKind::cuda : DeviceKind::cpu;
  };
  app.add_option_function<std::string>("--device", named, "where voxels are computed")->type_name("cpu|cuda");
  add_whole(app, "--threads", o.threads, 1024, "N", "CPU threads; 0: as many as the machine has");
}

void add_input(CLI::App& app, InputOptions& o) {
  app.add_option("INPUT", o.inputs, "a volume, a DICOM folder, or several files of one grid as channels")->required();
  app.add_option("--label", o.label, "a label volume on the same grid")->type_name("FILE");
  app.add_flag("--label-resample", o.label_resample, "take a label of another grid by nearest voxel");
  app.add_option("--series", o.series, "a DICOM series: its UID, or a number counted from 0")->type_name("N|UID");
  add_whole(app, "--frame", o.frame, 65535, "K", "one frame of a 4-D file, counted from 0");
  add_whole(app, "--channel", o.channel, 65535, "C", "one channel, counted from 0");
  app.add_flag("--frames-as-channels", o.frames_as_channels, "the frames of a 4-D file are channels");
}

void add_preset(CLI::App& app, PresetOptions& o) {
  app.add_option("--preset", o.preset, "a preset file, or the name of a shipped one")->required()->type_name("P");
  add_whole(app, "--seed", o.seed, 9223372036854775807ULL, "S", "in place of the preset's seed");
  add_whole(app, "--sample", o.sample, 4294967295ULL, "K", "which outcome of the preset");
  app.add_flag("--crop", o.crop, "cut the preset's training window");
}

}  // namespace auglens
