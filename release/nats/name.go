package nats

import (
	"encoding/base64"
	"strings"

	"nlgserver/release"
)

// room is one stream of the assistant.
type room struct {
	stream string
	// subjects are what it holds, and before what stands before a key.
	subjects []string
	before   string
	objects  bool
	beats    bool
}

// rooms are where an assistant's entries are. The names of two assistants never meet: what
// is ours stands before theirs.
type rooms struct {
	records, beats, bundles room
}

func roomsOf(assistant string) rooms {
	kv := func(bucket string) room {
		before := "$KV." + bucket + "."
		return room{stream: "KV_" + bucket, subjects: []string{before + ">"}, before: before}
	}
	r := rooms{records: kv("nlg_releases_" + assistant), beats: kv("nlg_replicas_" + assistant)}
	r.beats.beats = true
	bucket := "nlg_bundles_" + assistant
	r.bundles = room{
		stream: "OBJ_" + bucket, before: "$O." + bucket + ".M.", objects: true,
		subjects: []string{"$O." + bucket + ".C.>", "$O." + bucket + ".M.>"},
	}
	return r
}

// of returns the room of a key or of a prefix.
func (r *rooms) of(key string) *room {
	switch {
	case strings.HasPrefix(key, release.BundlesPrefix):
		return &r.bundles
	case strings.HasPrefix(key, release.ReplicasPrefix):
		return &r.beats
	}
	return &r.records
}

// under returns the rooms that have keys with the prefix.
func (r *rooms) under(prefix string) []*room {
	if prefix == "" {
		return []*room{&r.bundles, &r.records, &r.beats}
	}
	return []*room{r.of(prefix)}
}

const jsonSuffix = ".json"

// subject returns where the entry of a key is: releases/00000001.json is
// releases.00000001 of its bucket, so that permissions can be given for a prefix.
func (r *room) subject(key string) string {
	if r.objects {
		return r.before + base64.URLEncoding.EncodeToString([]byte(r.object(key)))
	}
	return r.before + strings.TrimSuffix(strings.Replace(key, "/", ".", 1), jsonSuffix)
}

// object returns the name of a bundle as an object.
func (r *room) object(key string) string { return strings.TrimPrefix(key, release.BundlesPrefix) }

// filter returns the subjects under a prefix.
func (r *room) filter(prefix string) string {
	if r.objects || prefix == "" {
		return r.before + ">"
	}
	if dir, ok := strings.CutSuffix(prefix, "/"); ok {
		return r.before + dir + ".>"
	}
	return r.before + prefix
}

// key returns the key of a subject; "" for what is not ours.
func (r *room) key(subject string) string {
	rest, ok := strings.CutPrefix(subject, r.before)
	if !ok {
		return ""
	}
	var key string
	if r.objects {
		name, err := base64.URLEncoding.DecodeString(rest)
		if err != nil {
			return ""
		}
		key = release.BundlesPrefix + string(name)
	} else if dir, name, found := strings.Cut(rest, "."); found {
		key = dir + "/" + name + jsonSuffix
	} else {
		key = rest
	}
	if release.CheckKey(key) != nil {
		return ""
	}
	return key
}
