package yamlsrc

// longLine is the length, in bytes, from which the column of a place is not counted
// from the start of its line: a file of one line may have a million places.
const longLine = 4 << 10

// countRunes counts the characters before each block of longLine bytes.
func countRunes(text string) []int {
	counts := make([]int, 0, len(text)/longLine+1)
	for n, start := 0, 0; start <= len(text); start += longLine {
		counts = append(counts, n)
		n += runeStarts(text[start:min(start+longLine, len(text))])
	}
	return counts
}

// runesBefore counts the characters before an offset.
func (d *Document) runesBefore(offset int) int {
	block := offset / longLine
	return d.runes[block] + runeStarts(d.text[block*longLine:offset])
}

// runeStarts counts the bytes that start a character, also if the text itself starts
// or ends in one.
func runeStarts(text string) (n int) {
	for i := range len(text) {
		if text[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}
