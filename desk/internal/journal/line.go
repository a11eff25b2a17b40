package journal

import (
	"bytes"
	"fmt"
	"hash/crc32"
)

// prefix is the length of a checksum and the space behind it.
const prefix = 9

// sum returns the checksum of a record, as it is written.
func sum(record []byte) string {
	return fmt.Sprintf("%08x ", crc32.Checksum(record, crc32.MakeTable(crc32.Castagnoli)))
}

// appendLine appends the line of a record.
func appendLine(to, record []byte) []byte {
	to = append(to, sum(record)...)
	to = append(to, record...)
	return append(to, '\n')
}

// contents are what a file holds.
type contents struct {
	records [][]byte
	// whole is the length of the file without a torn end.
	whole int
	// damaged counts the lines with a wrong checksum.
	damaged int
}

// parse reads the lines of a file. The records share its memory.
func parse(data []byte) contents {
	var c contents
	for at := 0; at < len(data); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			break
		}
		line := data[at : at+end]
		at += end + 1
		if len(line) < prefix || string(line[:prefix]) != sum(line[prefix:]) {
			c.damaged++
			continue
		}
		c.records = append(c.records, line[prefix:])
		c.whole = at
	}
	return c
}
