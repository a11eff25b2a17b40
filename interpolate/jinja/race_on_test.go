//go:build race

package jinja

// raceEnabled says that times and sizes mean nothing.
const raceEnabled = true
