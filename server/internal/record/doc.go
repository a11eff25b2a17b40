// Package record keeps the last requests for each response in files, so that
// preview can show again what a user saw, and test can turn it into a test.
//
// The one rule to know: recording never delays a reply. A request is copied and
// queued; if the queue is full, it is dropped and counted. Personal data is
// written only if the operator asks for it.
package record
