// What was measured, on the screen and as JSON.
#pragma once

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace chuangyou::bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Figure {
  std::string name, unit;
  double value = 0;
  std::string limit_name;
  double limit = 0;    // 0: none
  std::string target;  // performance.md
};

class Report {
 public:
  void add(Figure figure) {
    std::printf("%-58s %12.1f %-9s", figure.name.c_str(), figure.value, figure.unit.c_str());
    if (figure.limit > 0)
      std::printf(" %5.0f %% of %s (%.1f)", 100 * figure.value / figure.limit,
                  figure.limit_name.c_str(), figure.limit);
    std::printf("   target %s\n", figure.target.c_str());
    std::fflush(stdout);
    figures_.push_back(std::move(figure));
  }
  void write(const std::string& path) const {
    std::ofstream json(path);
    json << "[\n";
    for (std::size_t i = 0; i < figures_.size(); ++i) {
      const Figure& f = figures_[i];
      json << "  {\"name\": \"" << f.name << "\", \"value\": " << f.value << ", \"unit\": \""
           << f.unit << "\", \"limit_name\": \"" << f.limit_name << "\", \"limit\": " << f.limit
           << ", \"target\": \"" << f.target << "\"}" << (i + 1 < figures_.size() ? "," : "")
           << "\n";
    }
    json << "]\n";
  }

 private:
  std::vector<Figure> figures_;
};

}  // namespace chuangyou::bench
