// campaign_page_routes.cpp: the page of the campaign, for those who work in it and for everyone
#pragma once

#include "http/site.h"

namespace chuangyou {

Reply read_campaign_page(Visit&);
Reply read_public_campaign(Visit&);

}  // namespace chuangyou
