package lib.quantities_test

import data.lib.quantities

test_the_same_amount_in_another_unit_is_the_same if {
	quantities.amount("1") == quantities.amount("1000m")
	quantities.amount(1) == quantities.amount("1")
	quantities.amount("4Gi") == quantities.amount("4096Mi")
	quantities.amount("1G") < quantities.amount("1Gi")
}

test_what_is_no_quantity_has_no_amount if {
	not quantities.amount("much")
	not quantities.amount("")
}
