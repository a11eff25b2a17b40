// Package metrics counts what the server does, for Prometheus.
//
// The one rule to know: a request counts with handles that exist before it
// arrives. It takes no lock, allocates nothing and creates no series: whatever a
// client sends, the series are those of the program and of the content.
package metrics
