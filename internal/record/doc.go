// Package record keeps the last requests for each response in files, so that
// what a user saw can be shown again with preview and turned into a test.
//
// The one rule to know: recording never makes a reply wait. A request is
// copied and handed over; where there is no room it is dropped and counted.
// What people said is written only if the operator asks for it.
package record
