"""A CRM's export in the page: dropped, read in a worker, counted, and never sent."""
