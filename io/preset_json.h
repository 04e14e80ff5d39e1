#pragma once
// Presets and single settings as JSON v1: a strict reader and a writer that round-trip exactly. It refuses to know how
// presets are drawn or run.

#include <cstdint>
#include <string>
#include <string_view>

#include "ops/operator.h"
#include "ops/preset.h"

namespace auglens {

/// Reads a preset. Throws Error(bad_input) whose `where` is the JSON pointer of what is wrong: bad JSON, a key twice,
/// an unknown key, operator or parameter, a wrong type or value, a newer version, a bad id, over 1000 steps.
Preset read_preset(std::string_view json, const std::string& file);

/// `name_or_file`: the name of a shipped preset, or a file, beside which the fields that steps name are read. Throws as
/// read_preset; also for a file that is not there.
Preset load_preset(const std::string& name_or_file);

/// The preset for people and files: one step per paragraph, only what is given, a newline at the end. Numbers are the
/// shortest that read back the same. Precondition: problems_of(preset) is empty.
std::string write_preset(const Preset& preset);

/// The one spelling of a preset that its hash is taken of: compact, keys in fixed order, every value spelled out.
std::string canonical_preset(const Preset& preset);
/// FNV-1a 64 of canonical_preset.
std::uint64_t preset_hash(const Preset& preset);
/// The hash as captions and `apply --json` show it: 16 hexadecimal digits.
std::string preset_hash_text(const Preset& preset);

/// A setting as an edit line or a flag spells it: a value or a law. Throws Error(bad_input), `where` inside the text.
Setting parse_setting(const Parameter& parameter, std::string_view json);
/// One line of JSON that parse_setting reads back.
std::string write_setting(const Setting& setting);
std::string write_value(const Value& value);
/// The value of a preset's key "crop" in one line.
std::string write_crop(const Crop& crop);

/// Text in quotes as JSON spells it; bytes that are not UTF-8 become U+FFFD.
std::string json_text(std::string_view text);
/// The shortest decimal that reads back as the same double; throws std::logic_error when it is not finite.
std::string json_number(double value);

const char* name_of(Stream stream);
const char* name_of(SamplerKind sampler);

/// What a parameter takes, in words: "a number in [0, 1]", "one of voxel, world".
std::string allowed_by(const Parameter& parameter);

}  // namespace auglens
