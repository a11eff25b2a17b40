package release

// Gets reports whether a conversation gets the canary. It is the same on every replica,
// as long as the salt is. A conversation without a name never gets it.
func (c *Canary) Gets(conversation string) bool {
	if conversation == "" {
		return false
	}
	return mix(fnv(fnv(fnv(fnvOffset, c.Salt), "\x00"), conversation))%100 < uint64(c.Percent)
}

const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// fnv continues a hash by FNV-1a. It is our own because that of the library allocates.
func fnv(h uint64, text string) uint64 {
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * fnvPrime
	}
	return h
}

// mix spreads the bits of a hash, whose low ones alone are no good choice.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
