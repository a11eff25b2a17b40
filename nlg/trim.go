package nlg

// Trim makes a message that waits to be used again hold nothing of the request and
// the catalog it was for, and no buffer larger than that many bytes.
func (m *Message) Trim(bytes int) {
	if cap(m.JSON) > bytes {
		m.JSON = nil
	}
	if cap(m.scratch) > bytes {
		m.scratch = nil
	}
	clear(m.Problems)
	if cap(m.Problems) > maxKeptProblems {
		m.Problems = nil
	}
	m.reset()
}

// maxKeptProblems is how many problems a message has room for when it waits to be
// used again.
const maxKeptProblems = 16
