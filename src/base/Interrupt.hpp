#pragma once

namespace dunlin {

/// Makes SIGINT, SIGTERM and SIGHUP set a flag instead of ending the process. The second signal ends it at
/// once.
void catch_interrupts();

/// True once a signal has asked this process to stop.
bool interrupted();

}  // namespace dunlin
