// Preloaded into the VS Code server: ends it, and every process it started, when the program that started it is gone.
// That program holds the server's stdin; the system closes it even after SIGKILL. Otherwise a server and its extension
// hosts would wait three hours for a browser to come back.

// Hosts that the server forks inherit these arguments and would wait for a stdin that they don't have.
process.execArgv.splice(0);

process.stdin.on('end', endProcessGroup).on('error', endProcessGroup).resume();

function endProcessGroup() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}
