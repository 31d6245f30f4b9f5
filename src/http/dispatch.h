// From a request to its door: find the route, see who knocks, check what every write must bring.
#pragma once

#include "http/site.h"
#include "net/server.h"

namespace chuangyou {

Reply respond(Site& site, Lane& lane, Request& request, const Answer& answer);
Admission admit(Site& site, Lane& lane, Request& request);
void tell_of_fault(Site& site, const Request& request, Reply& reply);

// Doors for the server; site and lanes must outlive it.
Doors doors_of(Site& site, std::span<const std::unique_ptr<Lane>> lanes);

}  // namespace chuangyou
