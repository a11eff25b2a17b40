//go:build !race

package regex

// raceEnabled says that allocations mean nothing: under the race detector, pools drop
// what they keep at random.
const raceEnabled = false
