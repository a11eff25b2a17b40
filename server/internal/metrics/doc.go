// Package metrics counts what the server does, for Prometheus.
//
// The one rule to know: a request counts with handles that exist before it
// arrives. It takes no lock, allocates nothing and creates no series: whatever a
// client sends, the series are those of the program, of the configured assistants,
// and of their content.
//
// The counts of an assistant are plain numbers, a few kilobytes in all, and become
// series only in a scrape: a server may have hundreds of assistants.
package metrics
