// What whoever starts the program may say of how it serves: the command line fills it in, the doors
// go by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chuangyou {

struct SiteOptions {
  bool secure_cookies = false;   // behind TLS
  bool has_certificate = false;  // it speaks TLS itself
  // Addresses or networks of proxies: only of them X-Forwarded-For is believed.
  std::vector<std::string> trusted_proxies;
  std::string public_url;       // as readers write it, `https://host`; empty where nobody said
  std::string keys;             // the folder of secrets; `<database>.keys` where not said
  double public_a_second = 50;  // requests of one address to the public doors; 0 = no limit
  double public_burst = 500;
  bool second_factor_is_optional = false;  // also for the three administrators
  double log_ins_a_second = 0.5;
  double log_in_burst = 20;
  std::optional<std::uint64_t> disk_reserve_bytes;         // see UploadLimits
  std::size_t exported_bytes_max = std::size_t{64} << 20;  // of a list as a file, held in memory

  bool is_https() const { return has_certificate || public_url.starts_with("https://"); }
};

struct ServeOptions {
  std::string database, campaigns;
  std::string listen = "127.0.0.1:8080";
  std::string address = "127.0.0.1";  // these two as `listen` says
  std::uint16_t port = 8080;
  std::size_t threads = 2;
  bool clock_is_right = false;  // whoever starts the program vouches for the machine's clock
  std::size_t connections_max = 20'000;
  std::size_t connections_an_address = 1024;  // 0 = no limit
  bool goes_on_without_missing_entries = false;
  bool nothing_is_missing = false;  // of a house that was restored
  bool new_log_key = false;
  std::string certificate, certificate_key;  // files; empty: no TLS of its own
  std::string backups;                       // folder; empty: none are made
  std::size_t backups_kept = 7;
  std::vector<std::string> witnesses;  // URL=VKEY
  std::int64_t witness_seconds = 60;   // between two askings
  SiteOptions site;
};

}  // namespace chuangyou
