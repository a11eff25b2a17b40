package near

import "unicode/utf8"

// Distance returns how many characters must be added, removed, replaced or
// swapped with their neighbor to turn a into b. Above limit it returns limit+1.
func Distance(a, b string, limit int) int {
	var m Meter
	return m.Distance(a, b, limit)
}

// Meter measures many distances in the same memory. The zero value is ready for
// use, by one goroutine.
type Meter struct{ before, previous, row []int }

// Distance is the function [Distance].
func (m *Meter) Distance(a, b string, limit int) int {
	// A character has at most four bytes, so lengths in bytes settle most pairs.
	if limit < 0 || len(a) > utf8.UTFMax*(len(b)+limit) || len(b) > utf8.UTFMax*(len(a)+limit) {
		return limit + 1
	}
	if isASCII(a) && isASCII(b) {
		return measure(m, []byte(a), []byte(b), limit)
	}
	return measure(m, []rune(a), []rune(b), limit)
}

// measure fills the table of distances between the starts of a and b, row by
// row. A swap looks two rows back.
func measure[C byte | rune](m *Meter, a, b []C, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	m.resize(len(b) + 1)
	for j := range m.previous {
		m.previous[j] = j
	}
	for i := range a {
		m.row[0] = i + 1
		least := i + 1
		for j := range b {
			d := m.previous[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, m.previous[j+1]+1, m.row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, m.before[j-1]+1)
			}
			m.row[j+1] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		m.before, m.previous, m.row = m.previous, m.row, m.before
	}
	return min(m.previous[len(b)], limit+1)
}

func (m *Meter) resize(n int) {
	if cap(m.row) < n || cap(m.previous) < n || cap(m.before) < n {
		m.before, m.previous, m.row = make([]int, n), make([]int, n), make([]int, n)
	}
	m.before, m.previous, m.row = m.before[:n], m.previous[:n], m.row[:n]
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
