// Package hub serves stores of releases over HTTP, and is the client of such a server: each
// assistant has a store in a directory (package dir), and each entry of it a URL,
// /ASSISTANT/KEY. Revisions are ETags; compare-and-set is If-Match; a watch is a request
// for a list that waits (?wait=SECONDS) for another ETag than that of If-None-Match.
//
// The one rule to know: a client trusts no reply that is not a hub's. Any web server may
// serve the directory for reading, and is then polled; but what says that there is no
// entry may also be a proxy whose hub is down, so that it counts only if no hub was ever
// heard there.
package hub
