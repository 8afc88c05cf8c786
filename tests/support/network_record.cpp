// SPDX-License-Identifier: GPL-3.0-or-later
// A library for LD_PRELOAD: whatever would leave the process by a network goes into the file PARETUNE_NETWORK_RECORD, a line each, before it
// goes its way. Sockets of the machine itself (AF_UNIX, AF_NETLINK) are no network.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void note(const char* call, const char* what) {
  const char* path = ::getenv("PARETUNE_NETWORK_RECORD");
  if (path == nullptr) return;
  char line[512];
  const int size = ::snprintf(line, sizeof line, "%s %.400s\n", call, what);
  const int fd = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0 || ::write(fd, line, static_cast<size_t>(size)) != size) ::abort();  // a recorder that loses lines proves nothing
  ::close(fd);
}

void note_address(const char* call, const sockaddr* address) {
  if (address == nullptr || address->sa_family == AF_UNIX || address->sa_family == AF_NETLINK || address->sa_family == AF_UNSPEC) return;
  char host[INET6_ADDRSTRLEN] = "?", text[128];
  int port = 0;
  if (address->sa_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(address);
    ::inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
    port = ntohs(in->sin_port);
  } else if (address->sa_family == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(address);
    ::inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof host);
    port = ntohs(in->sin6_port);
  }
  ::snprintf(text, sizeof text, "family %d %s port %d", address->sa_family, host, port);
  note(call, text);
}

void note_name(const char* call, const char* name) {
  if (name != nullptr) note(call, name);
}

}  // namespace

#define REAL(name) static const auto next = reinterpret_cast<decltype(&::name)>(::dlsym(RTLD_NEXT, #name))

extern "C" {

// A socket of a network is one too many already, whatever is done with it.
int socket(int domain, int type, int protocol) noexcept {
  REAL(socket);
  if (domain != AF_UNIX && domain != AF_NETLINK) {
    char text[32];
    ::snprintf(text, sizeof text, "family %d", domain);
    note("socket", text);
  }
  return next(domain, type, protocol);
}
int connect(int fd, const sockaddr* address, socklen_t size) {
  REAL(connect);
  note_address("connect", address);
  return next(fd, address, size);
}
ssize_t sendto(int fd, const void* data, size_t bytes, int flags, const sockaddr* address, socklen_t size) {
  REAL(sendto);
  note_address("sendto", address);
  return next(fd, data, bytes, flags, address, size);
}
ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  REAL(sendmsg);
  note_address("sendmsg", static_cast<const sockaddr*>(message->msg_name));
  return next(fd, message, flags);
}
int sendmmsg(int fd, mmsghdr* messages, unsigned count, int flags) {
  REAL(sendmmsg);
  for (unsigned i = 0; i < count; ++i) note_address("sendmmsg", static_cast<const sockaddr*>(messages[i].msg_hdr.msg_name));
  return next(fd, messages, count, flags);
}
int getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** found) {
  REAL(getaddrinfo);
  note_name("getaddrinfo", host);
  return next(host, service, hints, found);
}
hostent* gethostbyname(const char* name) {
  REAL(gethostbyname);
  note_name("gethostbyname", name);
  return next(name);
}
hostent* gethostbyname2(const char* name, int family) {
  REAL(gethostbyname2);
  note_name("gethostbyname2", name);
  return next(name, family);
}
int gethostbyname_r(const char* name, hostent* entry, char* buffer, size_t size, hostent** found, int* fault) {
  REAL(gethostbyname_r);
  note_name("gethostbyname_r", name);
  return next(name, entry, buffer, size, found, fault);
}

}  // extern "C"
