package guard

import "bytes"

// The lengths of phone numbers and of card numbers.
const (
	minPhoneDigits = 6
	maxPhoneDigits = 20
)

// digitRow is digits that are written in groups.
type digitRow struct {
	digits        []byte
	lengths       []int
	hyphens, dots int
	// plus is set after a plus, and marked after a plus or a bracket.
	plus, marked bool
}

// phone reads a number that is written in groups and has no value: a phone number, that of a
// card, or a PIN.
func (sc *scanner) phone(start int) int {
	i := start
	row := digitRow{plus: sc.is(i, "+")}
	if row.plus {
		i++
	}
	if sc.is(i, "(") && sc.kind(i+1) == number && (row.plus || sc.is(i+2, ")")) {
		i++
	}
	row.marked = i > start
	if sc.kind(i) != number || row.marked && !sc.glued(i) ||
		!row.marked && sc.glued(i) && sc.kind(i-1) == word && !sc.isUnspaced(i-1) {
		return start
	}
	next := sc.digitGroups(i, &row)
	// Each digit by itself is a PIN: 0 4 7 1.
	single := next-start == len(row.lengths) && len(row.lengths) > 2 && len(row.lengths) == len(row.digits)
	if !single && !row.isPhone() {
		return start
	}
	digits := string(row.digits)
	if row.plus || bytes.HasPrefix(row.digits, []byte("00")) {
		digits = decimal(digits, "")
	}
	return sc.add(fact{keys: []string{numberKey + digits}, joined: true}, start, next)
}

// digitGroups reads the groups from token i on, and returns the token after them.
func (sc *scanner) digitGroups(i int, row *digitRow) int {
	row.digits, row.lengths = make([]byte, 0, maxPhoneDigits+4), make([]int, 0, maxPhoneDigits)
	for len(row.digits) <= maxPhoneDigits {
		group := sc.text(i)
		// The zero of +49 (0)30 is not dialed.
		if !row.plus || group != "0" || !sc.is(i-1, "(") {
			row.digits = append(row.digits, group...)
			row.lengths = append(row.lengths, len(group))
		}
		i++
		next, hyphen, ok := sc.phoneSeparator(i)
		separator := sc.text(i)
		if !ok || separator == "(" && !row.marked {
			break
		}
		row.hyphens += hyphen
		if separator == "." {
			row.dots++
		}
		i = next
	}
	return i
}

// phoneSeparator returns the next group of digits after a separator at token j, which may
// be a space alone.
func (sc *scanner) phoneSeparator(j int) (next, hyphen int, ok bool) {
	next = j
	for next < j+3 && isSeparator(sc.text(next)) {
		if text := sc.text(next); text == "-" || text == "–" {
			hyphen = 1
		}
		next++
	}
	if sc.kind(next) != number || next == j && sc.toks[j].start != sc.toks[j-1].end+1 || sc.toks[next].line {
		return j, 0, false
	}
	return next, hyphen, true
}

func isSeparator(text string) bool {
	switch text {
	case "-", "–", ".", "/", "(", ")":
		return true
	}
	return false
}

// isPhone reports whether groups of digits are a phone number.
func (row *digitRow) isPhone() bool {
	lengths, digits, n := row.lengths, row.digits, len(row.lengths)
	if len(digits) < minPhoneDigits || len(digits) > maxPhoneDigits || n == 1 && !row.marked ||
		row.dots > 0 && row.dots < n-1 && !row.marked {
		return false
	}
	switch {
	case row.marked, digits[0] == '0' && lengths[0] > 2:
		return true
	case digits[0] == '0':
		return n > 3
	case n == 2:
		return lengths[0] == 3 && lengths[1] == 4 && row.hyphens == 1 || lengths[0] == 5 && lengths[1] == 5
	case lengths[0] == 4 && lengths[1] <= 2:
		return false // a date
	}
	for i, l := range lengths {
		if l < 2 && (i > 0 || n <= 3) {
			return false
		}
	}
	return len(digits) >= 8 && lengths[n-1] <= 6 && (n > 3 || lengths[n-1] > 2 || lengths[0] > 2)
}
