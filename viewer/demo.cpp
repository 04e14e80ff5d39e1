#include "viewer/demo.h"

#include "io/phantom.h"

namespace auglens {

void open_demo(Session& session, DemoCase which, const Job& job) {
  const bool head = which == DemoCase::head;
  Case drawn = head ? phantom_head(head_size, job) : phantom_abdomen(abdomen_size, job);
  session.apply(Arrival(CaseArrived{ready_case(std::move(drawn), job)}));
  // where all three labels of the larger tumour are seen; where two lesions of the liver are
  session.apply(head ? "view.at [34, -14, 24]" : "view.at [-86, 4, 94]");
  session.apply(assign("preset.open", std::string("\"") + (head ? demo_preset : abdomen_demo_preset) + "\""));
}

}  // namespace auglens
