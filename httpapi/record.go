package httpapi

// record tells of a request that was answered, as Rasa sent it.
func (s *sayer) record(w *work) {
	if s.cfg.Record == nil {
		return
	}
	asked := &w.request
	asked.Response, asked.ID, asked.IDs = w.wire.Response, w.wire.ID, w.wire.IDs
	if w.unknown {
		s.cfg.Record(asked, nil)
		return
	}
	s.cfg.Record(asked, &w.message)
}
