#include "io/preset_schema.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/preset_json.h"
#include "io/preset_json_crop.h"

namespace auglens {
namespace {

using Schema = nlohmann::ordered_json;

/// JSON numbers of the schema are spelled like those of a preset: 1, not 1.0.
Schema number(double v) {
  if (v == std::floor(v) && std::abs(v) < 1e15) return static_cast<std::int64_t>(v);
  return v;
}

Schema closed_object(Schema properties, Schema required) {
  Schema s{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) s["required"] = std::move(required);
  return s;
}

Schema list_of(const Schema& item, int least, int most) {
  Schema s{{"type", "array"}, {"items", item}, {"minItems", least}};
  if (most > 0) s["maxItems"] = most;
  return s;
}

Schema any_of(std::vector<Schema> forms) {
  if (forms.size() == 1) return forms[0];
  return {{"anyOf", std::move(forms)}};
}

Schema number_of(const Parameter& p) {
  Schema s{{"type", p.type == ParameterType::integer ? "integer" : "number"}};
  if (std::isfinite(p.minimum)) s[p.open_minimum ? "exclusiveMinimum" : "minimum"] = number(p.minimum);
  if (std::isfinite(p.maximum)) s["maximum"] = number(p.maximum);
  return s;
}

bool numeric(const Parameter& p) {
  return p.type == ParameterType::real || p.type == ParameterType::integer || p.type == ParameterType::fill;
}

Schema one_value(const Parameter& p) {
  switch (p.type) {
    case ParameterType::boolean:
      return {{"type", "boolean"}};
    case ParameterType::text:
      return {{"type", "string"}};
    case ParameterType::option: {
      Schema names = Schema::array();
      for (const std::string_view option : p.options) names.push_back(std::string(option));
      return {{"enum", std::move(names)}};
    }
    case ParameterType::fill:
      return any_of({number_of(p), Schema{{"const", "minimum"}}});
    default:
      return number_of(p);
  }
}

int components(const Parameter& p) {
  const bool counted = p.shape == ParameterShape::axes || p.shape == ParameterShape::vector;
  return counted ? p.components : 0;
}
bool takes_list(const Parameter& p) {
  return numeric(p) && (p.shape != ParameterShape::scalar || p.type == ParameterType::fill);
}

/// The whole vector, or one number for each channel.
Schema list_value(const Parameter& p) {
  const int n = components(p);
  return list_of(number_of(p), n > 0 ? n : 1, p.channel_rows ? 0 : n);
}

/// uniform and its kin, each an object with its one key and perhaps a clip.
std::vector<Schema> drawn_numbers(const Parameter& p) {
  std::vector<Schema> forms;
  if (!numeric(p)) return forms;
  const Schema above_zero{{"allOf", {number_of(p), {{"exclusiveMinimum", 0}}}}};
  const Schema clip = list_of(number_of(p), 2, 2);
  const auto add = [&](Law law, const char* name, const Schema& pair) {
    if (p.laws.allows(law)) forms.push_back(closed_object({{name, pair}, {"clip", clip}}, {name}));
  };
  add(Law::uniform, "uniform", list_of(number_of(p), 2, 2));
  add(Law::log_uniform, "log_uniform", list_of(above_zero, 2, 2));
  add(Law::reciprocal, "reciprocal", list_of(above_zero, 2, 2));
  add(Law::normal, "normal",
      {{"type", "array"},
       {"prefixItems", {number_of(p), {{"type", "number"}, {"minimum", 0}}}},
       {"minItems", 2},
       {"maxItems", 2}});
  return forms;
}

Schema choice_of(std::vector<Schema> items) {
  return closed_object({{"choice", list_of(any_of(std::move(items)), 1, 0)},
                        {"weights", list_of({{"type", "number"}, {"minimum", 0}}, 1, 0)},
                        {"clip", {{"$ref", "#/$defs/pair"}}}},
                       {"choice"});
}

/// One law for one component: a value, a drawn number or a choice of them.
std::vector<Schema> component_forms(const Parameter& p, const Schema& value) {
  std::vector<Schema> items{value};
  for (Schema& form : drawn_numbers(p)) items.push_back(std::move(form));
  std::vector<Schema> forms = items;
  if (p.laws.allows(Law::choice)) forms.push_back(choice_of(std::move(items)));
  return forms;
}

Schema setting_of(const Parameter& p) {
  std::vector<Schema> forms;
  if (p.shape != ParameterShape::vector) forms.push_back(one_value(p));
  if (takes_list(p)) forms.push_back(list_value(p));
  for (Schema& form : drawn_numbers(p)) forms.push_back(std::move(form));
  if (p.laws.allows(Law::choice)) {
    std::vector<Schema> items{one_value(p)};
    if (takes_list(p)) items.push_back(list_value(p));
    if (p.may_be_absent()) items.push_back({{"type", "null"}});
    for (Schema& form : drawn_numbers(p)) items.push_back(std::move(form));
    forms.push_back(choice_of(std::move(items)));
  }
  if (takes_list(p) && p.laws.bits != 0) {
    const int n = components(p);
    forms.push_back(list_of(any_of(component_forms(p, number_of(p))), n > 0 ? n : 1, n));
  }
  if (p.may_be_absent()) forms.push_back({{"type", "null"}});
  Schema s = any_of(std::move(forms));
  std::string words(p.help);
  if (!p.unit.empty()) words += " Unit: " + std::string(p.unit) + ".";
  if (!p.peer.empty()) words += " Peer's name: " + std::string(p.peer) + ".";
  s["description"] = words;
  if (!p.may_be_absent()) s["default"] = Schema::parse(write_value(p.default_value()));
  return s;
}

Schema parameters_of(std::span<const Parameter> table) {
  Schema properties = Schema::object();
  for (const Parameter& p : table) properties[std::string(p.name)] = setting_of(p);
  return closed_object(std::move(properties), Schema::array());
}

Schema step_of(const Operator& op) {
  const Schema share{{"type", "number"}, {"minimum", 0}, {"maximum", 1}, {"default", 1}};
  Schema properties{{"id", {{"type", "string"}, {"pattern", "^[a-z0-9_-]{1,32}$"}}},
                    {"operator", {{"const", std::string(op.name)}}},
                    {"enabled", {{"type", "boolean"}, {"default", true}}},
                    {"probability", share}};
  if (op.family == Family::intensity) {
    properties["channel_probability"] = share;
    properties["draw_per_channel"] = {{"type", "boolean"}, {"default", false}};
  }
  properties["parameters"] = parameters_of(op.parameters);
  Schema s = closed_object(std::move(properties), {"id", "operator"});
  s["description"] = std::string(op.help) + " Reference: " + std::string(op.reference) + ".";
  return s;
}

Schema crop_of(const SamplerRow& row) {
  const Schema extent{{"type", "integer"}, {"minimum", 1}, {"maximum", 65536}};
  Schema s = closed_object({{"size", list_of(extent, 3, 3)},
                            {"sampler", {{"const", std::string(row.name)}}},
                            {"before", {{"type", {"string", "null"}}}},
                            {"pad", {{"type", "number"}}},
                            {"parameters", parameters_of(row.parameters)}},
                           {"size", "sampler"});
  s["description"] = std::string(row.help);
  return s;
}

Schema limits_schema() {
  Schema properties = Schema::object();
  for (const LimitRow& row : limit_table())
    properties[std::string(row.name)] = {
        {"type", {"number", "null"}}, {"minimum", 0}, {"description", std::string(row.help)}};
  Schema s = closed_object(std::move(properties), Schema::array());
  s["type"] = {"object", "null"};
  return s;
}

}  // namespace

std::string preset_schema() {
  Schema definitions{{"pair", list_of({{"type", "number"}}, 2, 2)}};
  Schema steps = Schema::array(), crops = Schema::array({Schema{{"type", "null"}}});
  for (const Operator* op : catalogue()) {
    const std::string name = "step_" + std::string(op->name);
    definitions[name] = step_of(*op);
    steps.push_back({{"$ref", "#/$defs/" + name}});
  }
  for (const SamplerRow& row : sampler_table()) {
    const std::string name = "crop_" + std::string(row.name);
    definitions[name] = crop_of(row);
    crops.push_back({{"$ref", "#/$defs/" + name}});
  }
  Schema properties{
      {"auglens_preset", {{"const", 1}}},
      {"name", {{"type", "string"}}},
      {"note", {{"type", "string"}}},
      {"seed", {{"type", "integer"}, {"minimum", 0}, {"maximum", std::int64_t{9223372036854775807}}, {"default", 0}}},
      {"stream", {{"enum", {"auglens", "monai", "dali"}}, {"default", "auglens"}}},
      {"fuse", {{"type", "boolean"}, {"default", false}}},
      {"steps", {{"type", "array"}, {"maxItems", 1000}, {"items", {{"oneOf", steps}}}}},
      {"crop", {{"oneOf", crops}}},
      {"limits", limits_schema()}};
  Schema schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"$id", "urn:auglens:preset:1"},
                {"title", "auglens preset, version 1"}};
  schema.update(closed_object(std::move(properties), {"auglens_preset", "steps"}));
  schema["if"] = {{"properties", {{"stream", {{"const", "monai"}}}}}, {"required", {"stream"}}};
  schema["then"] = {{"properties", {{"seed", {{"maximum", 4294967295}}}}}};
  schema["$defs"] = std::move(definitions);
  return schema.dump(1) + "\n";
}

}  // namespace auglens
