package memstore_test

import (
	"testing"

	"chainchief/internal/store"
	"chainchief/internal/store/memstore"
	"chainchief/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(testing.TB) store.Driver { return memstore.Open() })
}
