#pragma once
#if defined(__linux__)
#include <sys/epoll.h>
#include <sys/eventfd.h>
/* accept4 needs _GNU_SOURCE, and defining that here would clash with the Glibc module: declare what is used. */
struct sockaddr;
extern int accept4(int, struct sockaddr *, unsigned int *, int);
#endif
