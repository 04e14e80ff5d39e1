#pragma once
// The classes of a case as pictures and tables need them: dense indices, names, voxels. It refuses to know colours.

#include <cstdint>
#include <string>
#include <vector>

#include "ops/case.h"
#include "ops/job.h"
#include "render/label_index.h"

namespace auglens {

struct LabelClass {
  std::int32_t value = 0;
  std::string name;  ///< from the case, else "label 3"
  std::int64_t voxels = 0;
};

struct LabelTable {
  LabelIndex index;
  std::vector<LabelClass> classes;  ///< ascending; classes[k] has dense index k + 1

  /// "background" for 0; "label 7" for a value that the case does not have.
  std::string name_of(std::int32_t value) const;
};

/// Reads all labels once on the job's threads. Throws Cancelled.
LabelTable label_table(const Case& c, const Job& job);

}  // namespace auglens
