package lib.refusal_test

import data.lib.refusal

test_the_page_is_named if {
	refusal.because("It is wrong") == {"msg": "It is wrong. See https://example.test/page"} with input.parameters.page as "https://example.test/page"
}

test_without_a_page_it_is_refused_all_the_same if {
	refusal.because("It is wrong") == {"msg": "It is wrong. See the policy's page"} with input as {}
}
