// Opens every file that the data folder describes, each in a process of its own, and compares with what independent
// readers say of it (expect/info.json), with how a broken file must end (malformed.csv), and with what is no volume at
// all.
#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "io/file_kind.h"
#include "io/info_json.h"
#include "io/load.h"
#include "ops/device.h"

namespace {

using nlohmann::json;
using namespace auglens;

constexpr int seconds_allowed = 60;

std::string data_folder() {
  if (const char* folder = std::getenv("AUGLENS_DATA")) return folder;
  return std::string(AUGLENS_SOURCE_DIR) + "/../shared/data";
}

bool data_is_here(const std::string& what) {
  if (std::filesystem::exists(data_folder() + "/expect/info.json")) return true;
  MESSAGE("SKIPPED: no data folder at " << data_folder() << " (set AUGLENS_DATA): " << what << " not compared");
  return false;
}

/// Formats other than NIfTI are decoded by a child of the program; without the program they are left out, visibly.
bool can_decode(const std::string& file) {
  const char* program = std::getenv("AUGLENS_PROGRAM");
  if (program != nullptr && std::filesystem::exists(program)) return true;
  const auto format = kind_of_file(file).format;
  return !format || *format == FileFormat::nifti;
}

/// How a process ended: its exit code, or -signal; -SIGALRM when it took too long.
struct Outcome {
  int code = 0;
  std::string text;
};

[[noreturn]] void open_and_exit(const std::string& file, int pipe) {
  int code = 0;
  std::string text;
  try {
    const Device device = Device::cpu(1);
    ReadOptions options;
    options.statistics = true;
    text = info_json(file, load_volumes(file, options, Job{device}));
  } catch (const Error& e) {
    code = static_cast<int>(e.kind());
    text = e.what();
  } catch (const std::exception& e) {
    code = 99;
    text = e.what();
  }
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(pipe, text.data() + done, text.size() - done);
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  _exit(code);
}

Outcome open_in_process(const std::string& file) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) open_and_exit(file, ends[1]);
  close(ends[1]);
  Outcome outcome;
  bool late = false;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds_allowed);
  for (char block[4096];;) {
    pollfd waiting{ends[0], POLLIN, 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    late = left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0;
    if (late) break;
    const ssize_t n = read(ends[0], block, sizeof block);
    if (n <= 0) break;
    outcome.text.append(block, static_cast<std::size_t>(n));
  }
  close(ends[0]);
  if (late) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.code = late ? -SIGALRM : WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  return outcome;
}

bool notes_say(const json& entry, const char* text) {
  return entry.contains("notes") && entry["notes"].dump().find(text) != std::string::npos;
}

/// Decoders of lossy JPEG may differ by one stored step (the standard fixes no rounding); that many units of value.
double lossy_step(const json& entry) {
  if (!notes_say(entry, "JPEG Baseline") && !notes_say(entry, "JPEG Extended")) return 0;
  return entry.contains("scaling") && entry["scaling"].is_array() ? entry["scaling"][0].get<double>() * 1.01 : 1.01;
}

/// Our spacing is the length of a step along the axis; of tilted slices the list states the distance along their
/// normal.
double spacing_as_listed(const json& entry, const json& got, std::size_t axis) {
  const double step = got["spacing"][axis];
  if (axis != 2 || !notes_say(entry, "tilted")) return step;
  const json& d = got["direction"];
  const auto at = [&](std::size_t k) { return d[k].get<double>(); };
  const Vec3 normal = {at(3) * at(7) - at(6) * at(4), at(6) * at(1) - at(0) * at(7), at(0) * at(4) - at(3) * at(1)};
  return step * std::abs(normal[0] * at(2) + normal[1] * at(5) + normal[2] * at(8));
}

bool differs(double a, double b, double scale) {
  return !(std::abs(a - b) <= 1e-5 * scale + 1e-9);
}

/// What differs between an object of `info --json` and an entry of the list; empty when nothing does.
std::string difference(const json& entry, const json& got) {
  std::ostringstream out;
  static const std::map<std::string, std::string> names = {
      {"size", "size"},           {"channels", "channels"},       {"frames", "frames"},
      {"nonfinite", "nonfinite"}, {"orientation", "orientation"}, {"voxel", "type"}};
  for (const auto& [theirs, ours] : names)
    if (entry.contains(theirs) && !entry[theirs].is_null() && got[ours] != entry[theirs])
      out << ' ' << theirs << ' ' << got[ours] << " for " << entry[theirs];
  if (entry.contains("spacing") && entry["spacing"].is_array())
    for (std::size_t k = 0; k < 3; ++k) {
      const json& want = entry["spacing"][k];
      const bool positive =
          want.is_number() && want.get<double>() > 0;  // 0 is what a reader says that believes a broken file
      if (positive && differs(spacing_as_listed(entry, got, k), want, std::abs(want.get<double>())))
        out << " spacing[" << k << "] " << got["spacing"][k] << " for " << want;
    }
  for (const char* name : {"minimum", "maximum", "mean"}) {
    if (!entry.contains(name) || entry[name].is_null()) continue;
    const double want = entry[name], range = std::abs(entry["maximum"].get<double>() - entry["minimum"].get<double>());
    if (got[name].is_null() || (differs(got[name], want, std::max(std::abs(want), range)) &&
                                std::abs(got[name].get<double>() - want) > lossy_step(entry)))
      out << ' ' << name << ' ' << got[name] << " for " << want;
  }
  if (entry.contains("labels") && entry["labels"].is_array() && !entry["labels"].empty() &&
      entry["labels"][0].is_number()) {
    json labels = json::array();
    if (got["labels"].is_array())
      for (const json& label : got["labels"]) labels.push_back(label["value"]);
    if (labels != entry["labels"]) out << " labels " << labels << " for " << entry["labels"];
  }
  return out.str();
}

/// The smallest difference that any volume of the answer has.
std::string best_difference(const json& entry, const json& answer) {
  const json volumes = answer.contains("series") ? answer["series"] : json::array({answer});
  std::string best = " nothing was opened";
  for (const json& got : volumes) {
    const std::string here = difference(entry, got);
    if (here.empty()) return {};
    if (best == " nothing was opened" || here.size() < best.size()) best = here;
  }
  return best;
}

/// The formats that are refused by name (design §7).
const char* refused_as(const json& entry) {
  const std::string format = entry["format"];
  if (format == "MGH") return "MGH";
  if (format.starts_with("MINC")) return "MINC";
  if (format == "DICOM SEG") return "SEG";
  if (notes_say(entry, "encoding bzip2")) return "bzip2";
  return nullptr;
}

std::string check_entry(const json& entry) {
  const Outcome outcome = open_in_process(data_folder() + "/" + entry["file"].get<std::string>());
  if (const char* name = refused_as(entry)) {
    const bool named = outcome.code == 3 && outcome.text.find(name) != std::string::npos;
    return named ? "" : std::string(" must be refused as ") + name + ": " + outcome.text.substr(0, 200);
  }
  if (outcome.code == 3 && entry.value("malformed", "") == "either") return {};
  if (outcome.code != 0) return " exit " + std::to_string(outcome.code) + ": " + outcome.text.substr(0, 200);
  const json answer = json::parse(outcome.text);
  if (!entry.contains("parts")) return best_difference(entry, answer);
  std::string all;
  for (const json& part : entry["parts"]) all += best_difference(part, answer);
  return all;
}

std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[i++];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else if (line[i] != '\r') {
      fields.back() += line[i];
    }
  }
  return fields;
}

std::vector<std::vector<std::string>> csv(const std::string& file) {
  std::ifstream in(file);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) rows.push_back(csv_fields(line));
  return rows;
}

std::string check_malformed(const std::string& name, const std::string& kind, const std::string& expected) {
  const Outcome o = open_in_process(data_folder() + "/" + name);
  const std::string said = " (exit " + std::to_string(o.code) + ": " + o.text.substr(0, 200) + ")";
  if (o.code != 0 && o.code != 3) return " neither opened nor refused" + said;
  if (o.code == 3 && (o.text.find('\n') != std::string::npos || o.text.find(name) == std::string::npos))
    return " not refused in one line that names the file" + said;
  if (kind == "slide") return {};  // pathology slides are not volumes; ending in order is all that is asked here
  if (expected == "refuse" && o.code != 3) return " must be refused" + said;
  if (expected.starts_with("open") && o.code != 0) return " must open" + said;
  if (expected == "open-with-notice" && json::parse(o.text)["notices"].empty()) return " must open with a notice";
  return {};
}

void report(const std::string& what, std::size_t checked, std::size_t left_out,
            const std::vector<std::string>& failed) {
  MESSAGE(what << ": " << checked << " checked, " << failed.size() << " failed");
  if (left_out > 0) MESSAGE("SKIPPED: " << left_out << " files that need the decoder program (AUGLENS_PROGRAM)");
  for (const std::string& line : failed) FAIL_CHECK(line);
}

}  // namespace

TEST_CASE("corpus: every file reads as independent readers say") {
  if (!data_is_here("info.json")) return;
  std::ifstream in(data_folder() + "/expect/info.json");
  std::vector<std::string> failed;
  std::size_t checked = 0, left_out = 0;
  for (const json& entry : json::parse(in)) {
    const std::string name = entry["file"];
    if (!can_decode(data_folder() + "/" + name)) {
      ++left_out;
      continue;
    }
    ++checked;
    const std::string wrong = check_entry(entry);
    if (!wrong.empty()) failed.push_back(name + ":" + wrong);
  }
  report("info.json", checked, left_out, failed);
}

TEST_CASE("corpus: every malformed file ends in order") {
  if (!data_is_here("malformed.csv")) return;
  std::vector<std::string> failed;
  std::size_t checked = 0, left_out = 0;
  for (const auto& row : csv(data_folder() + "/expect/malformed.csv")) {
    if (!can_decode(data_folder() + "/" + row[0])) {
      ++left_out;
      continue;
    }
    ++checked;
    const std::string wrong = check_malformed(row[0], row[1], row[3]);
    if (!wrong.empty()) failed.push_back(row[0] + ":" + wrong);
  }
  report("malformed.csv", checked, left_out, failed);
}

TEST_CASE("corpus: what holds no volume is refused") {
  if (!data_is_here("not-volumes.csv")) return;
  std::vector<std::string> failed;
  std::size_t checked = 0, left_out = 0;
  for (const auto& row : csv(data_folder() + "/expect/not-volumes.csv")) {
    if (!can_decode(data_folder() + "/" + row[0])) {
      ++left_out;
      continue;
    }
    ++checked;
    const std::string wrong = check_malformed(row[0], "volume", "refuse");
    if (!wrong.empty()) failed.push_back(row[0] + ":" + wrong);
  }
  report("not-volumes.csv", checked, left_out, failed);
}
