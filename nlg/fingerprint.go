package nlg

import (
	"encoding/binary"

	"nlgserver/responses"
)

// fingerprint is a hash of what is sent and when. Two that are equal by accident
// make a change go uncounted, nothing more. It is no protection against anybody
// who wants them to be equal.
type fingerprint uint64

// mixer is the fraction of the golden ratio: odd, and with its bits well spread.
const mixer = 0x9e3779b97f4a7c15

// add adds a string, so that "a", "b" differs from "ab".
func add[T string | []byte](f fingerprint, s T) fingerprint {
	h := uint64(f) ^ uint64(len(s))*mixer
	b := []byte(s)
	for ; len(b) >= 8; b = b[8:] {
		h = mix(h ^ binary.LittleEndian.Uint64(b))
	}
	var rest [8]byte
	copy(rest[:], b)
	return fingerprint(mix(h ^ binary.LittleEndian.Uint64(rest[:])))
}

func mix(h uint64) uint64 {
	h *= mixer
	return h ^ h>>32
}

// fingerprint returns the fingerprint of a variation, from that of its untranslated reply
// and those of its translations. The order of translations does not matter.
func (v *variation) fingerprint(w *responses.Variation, reply, translations fingerprint) fingerprint {
	f := add(reply, v.id)
	if w.HasChannel {
		f = add(f, w.Channel)
	}
	if w.Condition != nil {
		f = add(f, w.Condition.Meaning())
	}
	return fingerprint(mix(uint64(f + translations)))
}
