// How the parts of a campaign's file are read, for the two files that read them: what the campaign
// runs by (campaign.cpp), and what is told of it (campaign_told.cpp).
#pragma once

#include <algorithm>

#include "packs/campaign.h"
#include "packs/data_map.h"

namespace chuangyou {

Words read_words(const DataMap& map, std::string_view key, bool is_required);
Named read_named(const DataMap& map);

template <class Item>
void refuse_double_keys(const DataMap& campaign, std::string_view list,
                        const std::vector<Item>& items) {
  for (auto item = items.begin(); item != items.end(); ++item)
    if (std::any_of(items.begin(), item, [&](const Item& o) { return o.key == item->key; }))
      campaign.refuse_key(Refusal::name_is_taken, list, item->key);
}

// What leads through a phase: its tracks, and what must stand before it is over.
void read_way_through(const DataMap& phase, const std::string& key, Campaign& campaign);
// Where the text is from, the aims with their measures, quotations, slips, remarks, audiences.
void read_told(const DataMap& file, Campaign& campaign);

}  // namespace chuangyou
