#include "viewer/demo.h"

#include "io/phantom.h"

namespace auglens {

void open_demo(Session& session, const Job& job) {
  session.apply(Arrival(CaseArrived{ready_case(phantom_head(head_size, job), job)}));
  session.apply(assign("preset.open", std::string("\"") + demo_preset + "\""));
}

}  // namespace auglens
