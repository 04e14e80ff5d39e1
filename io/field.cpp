#include "io/field.h"

#include <filesystem>

#include "io/nifti.h"
#include "ops/case.h"
#include "ops/device.h"
#include "ops/error.h"
#include "ops/operator.h"
#include "ops/statistics.h"

namespace auglens {

std::shared_ptr<const Field> read_field(const std::string& path) {
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::bad_input, {path, what, "", "give a NIfTI with components x, y, z for each voxel"});
  };
  if (!std::filesystem::is_regular_file(path)) refuse("no such file");
  if (!is_nifti(path)) refuse("the field is not a NIfTI file");
  const Device here = Device::cpu(1);
  auto image = std::make_shared<Image>(std::move(read_nifti(path, {}, Job{here}).at(0).image));
  if (image->channels == 1 && image->frames == 3) std::swap(image->channels, image->frames);
  if (image->channels != 3 || image->frames != 1)
    refuse("the field has " + std::to_string(image->channels * image->frames) + " numbers for each voxel, not 3");
  for (int c = 0; c < 3; ++c)
    if (statistics_of(visit_view(*image, c, 0, [](const auto& v) { return AnyView(v); }), Job{here}).nonfinite != 0)
      refuse("the field holds NaN or infinite numbers");
  auto field = std::make_shared<Field>();
  field->id = next_case_id();
  field->voxels = std::move(image);
  return field;
}

void read_step_field(Step& step, const std::string& folder, const std::string& pointer, const std::string& file) {
  const int index = step.op->find("field");
  if (index < 0) return;
  const Setting setting = step.setting(static_cast<std::size_t>(index));
  const auto* name = std::get_if<std::string>(&setting.laws.at(0).constant);
  step.field = nullptr;
  if (name == nullptr) return;
  try {
    step.field = read_field((std::filesystem::path(folder) / *name).string());
  } catch (const Error& e) {
    throw Error(e.kind(),
                {file, e.parts().file + ": " + e.parts().what, pointer + "/parameters/field", e.parts().to_do});
  }
}

void read_fields(Preset& preset, const std::string& folder, const std::string& file) {
  for (std::size_t k = 0; k < preset.steps.size(); ++k)
    read_step_field(preset.steps[k], folder, "/steps/" + std::to_string(k), file);
}

}  // namespace auglens
