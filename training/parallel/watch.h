// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who of a run's processes is still there. Every rank has a connection to rank 0 and sends a sign of life over it from a thread of its
// own; rank 0 tells all when one has gone, so that each can name the one that was lost and not the neighbour that ended because of it.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "training/parallel/socket.h"

namespace paretune {

struct Lost {
  int rank = 0;
  std::string what;      // "has ended: its connection closed", or the error that it reported
  bool stopped = false;  // it was asked to stop, which is no fault
};

class Watch {
 public:
  // `links`: on rank 0 one for each other rank in order, elsewhere the one to rank 0. `on_lost` is called once, on the watching thread.
  Watch(int rank, std::vector<Socket> links, std::chrono::milliseconds patience, std::function<void()> on_lost);
  ~Watch();  // leaves

  std::optional<Lost> lost() const;
  std::optional<Lost> wait_for_lost(std::chrono::milliseconds time) const;
  void report(const std::string& what, bool stopped);  // this rank's own end, to all others
  void leave();                                        // this rank is done; that others end is of no matter any more

 private:
  struct Link {
    int rank = 0;
    Socket socket;
    std::string in, out;
    std::chrono::milliseconds silent{0};
    bool open = true;
  };
  void watch(std::stop_token end);
  void read(Link& link);
  void hear(Link& link);  // whole messages of `in`
  void say(Link& link, char kind, const Lost& what);
  void push(Link& link);
  void say_to_all(char kind, const Lost& what, int but);
  void lose(Lost lost);

  const int m_rank;
  std::vector<Link> m_links;
  const std::chrono::milliseconds m_patience;
  const std::function<void()> m_on_lost;
  mutable std::mutex m_mutex;  // of all that follows, and of the links
  mutable std::condition_variable m_known;
  std::optional<Lost> m_lost;
  bool m_left = false;
  std::jthread m_thread;
};

}  // namespace paretune
