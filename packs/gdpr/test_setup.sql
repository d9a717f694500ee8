DO $$
BEGIN
    IF to_regrole('gdpr_officer') IS NULL THEN
        CREATE ROLE gdpr_officer;
    END IF;
    IF to_regrole('gdpr_writer') IS NULL THEN
        CREATE ROLE gdpr_writer;
    END IF;
END
$$;
CREATE TABLE public.gdpr_people (id uuid PRIMARY KEY, name text NOT NULL, email text UNIQUE, phone text, salt text);
CREATE TABLE public.gdpr_houses (id integer PRIMARY KEY, owner uuid NOT NULL REFERENCES public.gdpr_people);
CREATE TABLE public.gdpr_letters (
    id integer PRIMARY KEY,
    sender uuid REFERENCES public.gdpr_people,
    reader uuid REFERENCES public.gdpr_people,
    house integer REFERENCES public.gdpr_houses,
    body text
);
CREATE TABLE public.gdpr_attachments (letter integer REFERENCES public.gdpr_letters, page integer, body text, PRIMARY KEY (letter, page));
CREATE TABLE public.gdpr_invoices (id integer PRIMARY KEY, person uuid REFERENCES public.gdpr_people, amount numeric);
INSERT INTO public.gdpr_people VALUES
    ('00000000-0000-0000-0000-00000000000a', 'Ada', 'ada@example.org', '+225 1', 's1'),
    ('00000000-0000-0000-0000-00000000000b', 'Bob', 'bob@example.org', '+225 2', 's2'),
    ('00000000-0000-0000-0000-00000000000c', 'Cy', 'cy@example.org', '+225 3', 's3');
INSERT INTO public.gdpr_letters VALUES
    (1, '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b', NULL, 'from Ada'),
    (2, '00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a', NULL, 'to Ada');
INSERT INTO public.gdpr_attachments VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 1, 'z');
INSERT INTO public.gdpr_invoices VALUES (1, '00000000-0000-0000-0000-00000000000a', 10), (2, '00000000-0000-0000-0000-00000000000b', 20);
-- What is known of it hangs on a letter or on an invoice, and stays when the letter goes.
CREATE TABLE public.gdpr_remarks (
    id integer PRIMARY KEY,
    letter integer REFERENCES public.gdpr_letters ON DELETE SET NULL,
    invoice integer REFERENCES public.gdpr_invoices,
    body text
);
-- And what hangs on a remark or a letter: a way over one table, and another over two.
CREATE TABLE public.gdpr_pictures (id integer PRIMARY KEY, letter integer REFERENCES public.gdpr_letters, remark integer REFERENCES public.gdpr_remarks);
INSERT INTO public.gdpr_remarks VALUES (1, 1, NULL, 'on Ada''s letter'), (2, NULL, 1, 'on Ada''s invoice'), (3, NULL, 2, 'on Bob''s invoice');
INSERT INTO public.gdpr_pictures VALUES (1, 1, NULL), (2, NULL, 2), (3, NULL, 3);
