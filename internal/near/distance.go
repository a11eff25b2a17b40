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
	if limit < 0 || tooLong(a, b, limit) {
		return limit + 1
	}
	if isASCII(a) && isASCII(b) {
		a, b = trimmed(a, b)
		return measure(m, []byte(a), []byte(b), limit)
	}
	return measure(m, []rune(a), []rune(b), limit)
}

// tooLong reports whether the lengths in bytes alone make two strings more than
// limit edits apart. A character has at most four bytes.
func tooLong(a, b string, limit int) bool {
	return len(a) > utf8.UTFMax*(len(b)+limit) || len(b) > utf8.UTFMax*(len(a)+limit)
}

// trimmed returns two strings without what they have in common at their ends, which
// does not change their distance.
func trimmed(a, b string) (string, string) {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// cost returns how much work it is to measure a distance at most, in units of about
// 50 ns.
func cost(a, b string, limit int) int {
	if isASCII(a) && isASCII(b) {
		a, b = trimmed(a, b)
		if len(a)-len(b) > limit || len(b)-len(a) > limit {
			return 1
		}
	}
	return 2 + len(a)*min(len(b), 2*limit+1)/6
}

// measure fills the table of distances between the starts of a and b, row by
// row, as far from its diagonal as the limit allows. A swap looks two rows back.
func measure[C byte | rune](m *Meter, a, b []C, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	m.resize(len(b) + 1)
	for j := range m.previous {
		m.previous[j] = j
	}
	for i := range a {
		from, to := max(0, i-limit), min(len(b), i+limit+1)
		// What is beside the band is too far.
		m.row[from] = limit + 1
		if from == 0 {
			m.row[0] = i + 1
		}
		if to < len(b) {
			m.row[to+1] = limit + 1
		}
		least := m.row[from]
		for j := from; j < to; j++ {
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
