package s3

import (
	"encoding/xml"
	"net/url"
	"time"
)

// page is one response to a listing.
type page struct {
	objects []listed
	next    string // what asks for the next page; empty for none
}

// listed is an object in a listing.
type listed struct {
	Key          string
	ETag         string
	Size         int64
	LastModified time.Time
}

// parsePage reads a response to a listing.
func parsePage(text []byte) (page, error) {
	var document struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		EncodingType          string
		IsTruncated           bool
		NextContinuationToken string
		Contents              []listed
	}
	if err := xml.Unmarshal(text, &document); err != nil {
		return page{}, errNotS3
	}
	if document.EncodingType == "url" {
		for i := range document.Contents {
			object := &document.Contents[i]
			var err error
			if object.Key, err = url.QueryUnescape(object.Key); err != nil {
				return page{}, errNotS3
			}
		}
	}
	p := page{objects: document.Contents}
	if document.IsTruncated {
		if p.next = document.NextContinuationToken; p.next == "" {
			return page{}, errNotS3
		}
	}
	return p, nil
}
