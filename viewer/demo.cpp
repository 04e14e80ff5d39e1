#include "viewer/demo.h"

#include "io/phantom.h"

namespace auglens {

void open_demo(Session& session, const Job& job) {
  session.apply(Arrival(CaseArrived{ready_case(phantom_head(head_size, job), job)}));
  session.apply("view.at [34, -14, 24]");  // where all three labels of the larger tumour are seen
  session.apply(assign("preset.open", std::string("\"") + demo_preset + "\""));
}

}  // namespace auglens
