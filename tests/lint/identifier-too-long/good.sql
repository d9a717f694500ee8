CREATE INDEX an_index_with_a_name_of_exactly_sixty_three_bytes_and_no_more_x ON a (b);
CREATE INDEX i ON a (b) WHERE c = 'a string that goes on and on until nobody can read it any more, really';
SELECT 1 AS a_name_that_goes_on_and_on_until_nobody_can_read_it_any_more_at_all_or_so;
